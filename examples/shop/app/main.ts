// Starts the shop beside a running `kept serve`: `node examples/shop/app/main.ts`. The two tokens come from `kept token`.

import { createShop } from './shop.ts'
import { createShopServer } from './server.ts'

const { SHOP_TOKEN: token, SHOP_OPERATOR: operatorToken, KEPT_URL: kept = 'http://localhost:4680', PORT = '4690' } = process.env // prettier-ignore
if (token === undefined || operatorToken === undefined) {
  console.error('SHOP_TOKEN and SHOP_OPERATOR are not set; README.md says how `kept token` makes them')
  process.exit(1)
}
const server = createShopServer(createShop({ kept, token, operatorToken }))
server.listen(Number(PORT), 'localhost', () => {
  const address = server.address()
  console.log(`the shop is open at http://localhost:${typeof address === 'object' ? address?.port : PORT}`)
})
process.once('SIGTERM', () => server.close())
