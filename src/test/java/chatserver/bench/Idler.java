package chatserver.bench;

import java.nio.ByteBuffer;

/** A client that has joined, and waits for something to begin. */
record Idler(Verdict verdict) implements Receiver {
  @Override
  public void receive(ByteBuffer chunk, long now) {
    // greetings and joins are of no interest
  }

  @Override
  public void lost(String why) {
    verdict.fault("a client was disconnected before the first round: " + why);
  }
}
