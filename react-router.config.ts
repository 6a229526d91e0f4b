// The pages: server-rendered by React Router from src/web. No page loads a script of React's; see src/web/root.tsx.

import type { Config } from '@react-router/dev/config'

export default { appDirectory: 'src/web', buildDirectory: 'build', ssr: true } satisfies Config
