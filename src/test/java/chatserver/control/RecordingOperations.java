package chatserver.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** Remembers what is called; {@code say|fail} fails, and {@code say|break} is a defect. */
final class RecordingOperations implements Operations {
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private volatile List<String> members = List.of("a member");

  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Waits for the first call, and forgets it. */
  String awaitCall() throws InterruptedException {
    return calls.take();
  }

  void setMembers(List<String> lines) {
    members = lines;
  }

  @Override
  public Stream<String> who() {
    return members.stream();
  }

  @Override
  public void kick(String name, String reason) {
    calls.add("kick [" + name + "] [" + reason + "]");
  }

  @Override
  public void ban(String whom, Duration time, String reason) {
    calls.add("ban [" + whom + "] " + time + " [" + reason + "]");
  }

  @Override
  public void unban(String network) {
    calls.add("unban [" + network + "]");
  }

  @Override
  public Stream<String> bans() {
    return Stream.of("a ban");
  }

  @Override
  public void say(String text) throws OperationFailedException {
    if (text.equals("fail")) {
      throw new OperationFailedException("as it should");
    }
    if (text.equals("break")) {
      throw new IllegalStateException("a defect, as it should be in this test");
    }
    calls.add("say [" + text + "]");
  }

  @Override
  public void setLocked(boolean locked) {
    calls.add("lock " + locked);
  }

  @Override
  public Stream<String> stats() {
    return Stream.of("a figure");
  }

  @Override
  public void stop() {
    calls.add("stop");
  }
}
