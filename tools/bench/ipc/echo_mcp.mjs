import { Server } from "../node_modules/@modelcontextprotocol/sdk/dist/esm/server/index.js";
import { StdioServerTransport } from "../node_modules/@modelcontextprotocol/sdk/dist/esm/server/stdio.js";
import { CallToolRequestSchema } from "../node_modules/@modelcontextprotocol/sdk/dist/esm/types.js";

const server = new Server({ name: "echo", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({ content: [{ type: "text", text: params.arguments.text.toUpperCase() }] }));
await server.connect(new StdioServerTransport());
