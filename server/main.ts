/** The only entry, in development and production: config → databases → app → http → Socket.IO → site → listen. */
import { serve } from './serve.ts';

await serve({ clock: Date.now });
