import { expectTypeOf, test } from "vitest";
import type { IPCCancelPayload } from "../generated/ipc-envelope/cancel.types.ts";
import type { IPCCapabilitiesAckPayload } from "../generated/ipc-envelope/capabilities_ack.types.ts";
import type { IPCCapabilitiesPayload, IPCCapability } from "../generated/ipc-envelope/capabilities.types.ts";
import type { IPCEnvelope, IPCTrace } from "../generated/ipc-envelope/envelope.types.ts";
import type { IPCErrorPayload } from "../generated/ipc-envelope/error.types.ts";
import type { IPCHelloAckPayload } from "../generated/ipc-envelope/hello_ack.types.ts";
import type { IPCHelloPayload } from "../generated/ipc-envelope/hello.types.ts";
import type { IPCInvokePayload } from "../generated/ipc-envelope/invoke.types.ts";
import type { IPCProgressPayload } from "../generated/ipc-envelope/progress.types.ts";
import type { IPCResultPayload } from "../generated/ipc-envelope/result.types.ts";
import type { Capability, Message, MessageType, Payloads, Trace } from "./messages.ts";

/** What the schemas say of each payload. */
interface Generated {
  readonly hello: IPCHelloPayload;
  readonly hello_ack: IPCHelloAckPayload;
  readonly capabilities: IPCCapabilitiesPayload;
  readonly capabilities_ack: IPCCapabilitiesAckPayload;
  readonly invoke: IPCInvokePayload;
  readonly result: IPCResultPayload;
  readonly progress: IPCProgressPayload;
  readonly cancel: IPCCancelPayload;
  readonly error: IPCErrorPayload;
}

/** The named members of a type, whether it is open or not; those that may be missing are told apart. */
type Named<Type> = { [Key in keyof Type as string extends Key ? never : Key]: undefined extends Type[Key] ? "optional" : "required" };
type Optional<Type> = { [Key in keyof Named<Type> as object extends Pick<Type, Key & keyof Type> ? Key : never]: true };

test("the types of messages have the members that the schemas have", () => {
  expectTypeOf<keyof Generated>().toEqualTypeOf<MessageType>();
  expectTypeOf<IPCEnvelope["type"]>().toEqualTypeOf<MessageType>();
  expectTypeOf<keyof IPCEnvelope>().toEqualTypeOf<keyof Message>();
  expectTypeOf<keyof Trace>().toEqualTypeOf<keyof IPCTrace>();
  expectTypeOf<{ [Type in MessageType]: keyof Named<Payloads[Type]> }>().toEqualTypeOf<{ [Type in MessageType]: keyof Named<Generated[Type]> }>();
  expectTypeOf<{ [Type in MessageType]: keyof Optional<Payloads[Type]> }>().toEqualTypeOf<{ [Type in MessageType]: keyof Optional<Generated[Type]> }>();
  expectTypeOf<keyof Named<Capability>>().toEqualTypeOf<keyof Named<IPCCapability>>();
  expectTypeOf<keyof Optional<Capability>>().toEqualTypeOf<keyof Optional<IPCCapability>>();
  expectTypeOf<Capability["sideEffects"]>().toEqualTypeOf<IPCCapability["sideEffects"]>();
});
