package chatserver.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What clients do that mean no good. Those that the server drops come again at once: from loopback
 * neither --max-joins nor --max-per-address stops them.
 */
enum Attack {
  SLOW_READERS(
      "100 take 300 KB/s of what one says at full speed (--max-rate 0)",
      new Size(101, 50, 100),
      List.of("--max-rate", "0"),
      (client, turn) -> {
        if (client.number > 0) {
          client.take(30_000);
        } else {
          client.takeAll();
          client.flood(Text.LONG_LINE);
        }
      }),
  LONG_LINES(
      "100 say lines of 2,000 bytes, as fast as they may",
      new Size(100, 50, 10),
      (client, turn) -> {
        client.takeAll();
        client.flood(Text.LONG_LINE);
      }),
  LATE_READERS(
      "100 say long lines, and two of five at a time hardly read",
      new Size(100, 50, 10),
      (client, turn) -> {
        client.flood(Text.LONG_LINE);
        if ((turn / 10 + client.number) % 100 < 40) {
          client.take(2_000);
        } else {
          client.takeAll();
        }
      }),
  WHISPERS(
      "3 send 2 KB to one reader, as fast as they may",
      new Size(3, 50, 10),
      (client, turn) -> {
        client.takeAll();
        client.flood(Text.WHISPER);
      }),
  COME_AND_TALK(
      "one at a time says 99 lines and exits, again and again",
      new Size(1, 50, 1),
      (client, turn) -> {
        if (turn == 0) {
          client.send(Text.VISIT);
        }
        client.takeAll();
        if (client.isEnded()) {
          client.connect();
          client.send(Text.VISIT);
        }
      }),
  RESETS(
      "one connects and resets, as fast as it goes",
      new Size(1, 50, 0),
      (client, turn) -> {
        client.reset();
        client.connect();
      }),
  TRANSCRIPT(
      "3 send short lines at full speed (--max-rate 0), the transcript takes 20 MB/s",
      new Size(3, 50, 1),
      List.of("--max-rate", "0", "--transcript", SlowFile.PLACEHOLDER),
      (client, turn) -> {
        client.takeAll();
        client.flood(Text.SHORT_LINES);
      }),
  ONE_BYTE(
      "5,000 send a byte at a time",
      new Size(5_000, 50, 0),
      (client, turn) -> {
        client.send(Text.BYTE);
        if (turn % 10 == 0) {
          client.takeAll();
        }
      }),
  RENAMES(
      "100 rename without end, in a room of 1,000",
      new Size(100, 900, 10),
      (client, turn) -> {
        client.takeAll();
        client.flood(Text.twoNames(client.number));
      }),
  WHO(
      "10 ask who without end, in a room of 1,000",
      new Size(10, 990, 10),
      (client, turn) -> {
        client.takeAll();
        client.flood(Text.WHO);
      }),
  MARKS(
      "100 whisper to a name of 255 combining marks",
      new Size(100, 50, 10),
      (client, turn) -> {
        client.takeAll();
        client.flood(Text.MARKS);
      });

  /** What one attacker does at its turn. */
  interface Step {
    void take(RawClient client, int turn) throws IOException;
  }

  /**
   * How many there are.
   *
   * @param pauseMillis between two turns of all attackers
   */
  record Size(int attackers, int calm, int pauseMillis) {}

  private static final class Text {
    static final byte[] LONG_LINE = bytes("x".repeat(2_000) + "\n");
    static final byte[] SHORT_LINES = bytes("xxxxxx\n".repeat(10_000));
    static final byte[] WHISPER =
        bytes("to|" + AttackTrial.VICTIM + "|" + "x".repeat(2_000) + "\n");
    static final byte[] VISIT = bytes("x\n".repeat(99) + "exit\n");
    static final byte[] BYTE = bytes("x");
    static final byte[] WHO = bytes("who\n");
    static final byte[] MARKS = bytes("to|a" + "\u0301".repeat(255) + "|x\n");

    static byte[] twoNames(int number) {
      return bytes("rename|this " + number + "\nrename|that " + number + "\n");
    }

    private static byte[] bytes(String text) {
      return text.getBytes(UTF_8);
    }
  }

  final String about;
  final Size size;
  final List<String> options; // of the server
  final Step step;

  Attack(String about, Size size, Step step) {
    this(about, size, List.of(), step);
  }

  Attack(String about, Size size, List<String> options, Step step) {
    this.about = about;
    this.size = size;
    this.options = options;
    this.step = step;
  }

  /** Whether the calm ones read at a moderate speed: the default limits are to be enough then. */
  boolean isWithinDefaults() {
    return options.isEmpty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
