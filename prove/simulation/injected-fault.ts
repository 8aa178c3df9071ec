/** A fault that the simulation brought about itself; any other one is a fault of Parley's. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}
