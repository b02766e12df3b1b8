package chatserver.bench;

import java.nio.ByteBuffer;

/** One client in a round: hears what the common text says, or it is a fault. */
final class Follower implements Receiver {
  private final int client;
  private final CommonText commonText;
  private final Verdict verdict;
  private final Latencies latencies;
  private final Runnable onFinish;
  private int position;
  private int linesHeard;
  private boolean diverged;
  private boolean finished;

  /**
   * @param client its number, to tell the verdict
   * @param latencies where the time from sending to hearing goes, for each line; null where nobody
   *     wants to know
   * @param onFinish is run once, when the client has heard everything or can hear nothing any more
   */
  Follower(
      int client, CommonText commonText, Verdict verdict, Latencies latencies, Runnable onFinish) {
    this.client = client;
    this.commonText = commonText;
    this.verdict = verdict;
    this.latencies = latencies;
    this.onFinish = onFinish;
  }

  @Override
  public void receive(ByteBuffer chunk, long now) {
    if (!diverged) {
      follow(chunk);
    }
    if (diverged) {
      linesHeard += ByteCount.of(Line.MARK, chunk);
    } else if (latencies != null) {
      clock(now);
    }
    boolean complete =
        diverged ? linesHeard >= commonText.linesExpected() : commonText.isCompleteAt(position);
    if (complete) {
      finish();
    }
  }

  private void follow(ByteBuffer chunk) {
    int begin = chunk.position();
    boolean equal = commonText.match(chunk, position);
    position += chunk.position() - begin;
    if (equal) {
      position += chunk.remaining();
      if (chunk.hasRemaining()) {
        commonText.append(chunk);
      }
    } else {
      diverged = true;
      linesHeard = commonText.linesBegunBefore(position);
      verdict.fault(
          "client " + client + " heard something else than the others after line " + linesHeard);
    }
  }

  private void clock(long now) {
    for (; linesHeard < commonText.lines(); linesHeard++) {
      if (commonText.endOfLine(linesHeard) > position) {
        return;
      }
      latencies.add(Line.sinceOrigin(now) - commonText.sentAt(linesHeard));
    }
  }

  @Override
  public void lost(String why) {
    verdict.fault("client " + client + " was disconnected: " + why);
    finish();
  }

  private void finish() {
    if (!finished) {
      finished = true;
      onFinish.run();
    }
  }

  /** What is missing, for one that has not finished. */
  void reportIncomplete() {
    if (!finished) {
      int heard = diverged ? linesHeard : commonText.linesBegunBefore(position);
      verdict.fault(
          "client " + client + " heard " + heard + " of " + commonText.linesExpected() + " lines");
    }
  }
}
