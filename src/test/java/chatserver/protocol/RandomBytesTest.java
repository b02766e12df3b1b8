package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Millions of bytes, most of them nasty, against the rules that hold for all bytes and against the
 * contract read naively. The seed is fixed: a failure can be repeated.
 */
class RandomBytesTest {
  private static final byte LF = '\n';
  private static final byte DEL = 0x7F;
  private static final byte IAC = (byte) 255;

  // Telnet commands between bytes of data, and the end of the input.
  private static final int EOF = 256 + 236;
  private static final int AYT = 256 + 246;
  private static final int EC = 256 + 247;
  private static final int EL = 256 + 248;
  private static final int END = 512;

  private static final int CONNECTIONS = 250;
  private static final int BYTES_EACH = 40_000;
  private static final int[] LIMITS = {1, 2, 7, 40, 300, 2048};

  /** ANSI sequences: ESC and a letter or a C1 control, what belongs to it, and its end. */
  private static final Pattern SEQUENCES =
      Pattern.compile(
          "(\033\\[|\u009B)[\\x00-\\x1A\\x1C-?\\x7F]*[@-~]?"
              + "|(\033]|\u009D)[^\\x07\u009C\033]*([\\x07\u009C]|\033\\\\|)"
              + "|(\033[PX^_]|[\u0090\u0098\u009E\u009F])[^\u009C\033]*(\u009C|\033\\\\|)");

  /** The answer to AYT, as {@link Feed} shows it. */
  private static final String YES = "79 65 73 0d 0a";

  /** Separated by commas. */
  static final String NASTY =
      "\n,\n,\r\n,\r,\r\000,\000,\004,\b,\177,\t, ,|," // line ends and editing
          + "\377,\377,\377\377,\377\373,\377\375,\377\375\006,\377\361,\006," // telnet
          + "\377\373\000,\377\374\000,\377\375\000,\377\376\000," // BINARY
          + "\377\366,\377\367,\377\367,\377\370,\377\354," // AYT, EC, EL, EOF
          + "\377\372,\377\372,\377\360,\377\360,\360," // subnegotiations
          + "\033,\033[,\033],\033P,\033X,\033^,\033_,\033\\,\007,[,],\\,m,1," // ANSI
          + "\302\220,\302\230,\302\233,\302\235,\302\236,\302\237," // C1 that begin
          + "\302\234,\302\234,\302\205,\233," // C1 that end
          + "\302,\303,\340,\342,\355,\357,\360,\364,\200,\277," // pieces of UTF-8
          + "\342\200\250,\342\200\256,\342\201\246,\330\234," // separators and bidi controls
          + "\303\244,\342\202\254,\343\200\200,\360\237\230\200,\355\240\275"; // characters

  @Test
  void noBytesBreakTheRulesHoweverTheyAreCut() {
    byte[][] nasty =
        Arrays.stream(NASTY.split(",")).map(s -> s.getBytes(ISO_8859_1)).toArray(byte[][]::new);
    Random random = new Random(20);
    for (int i = 0; i < CONNECTIONS; i++) {
      byte[] sent = nastyBytes(nasty, random, 1 + random.nextInt(9));
      int maxBytes = LIMITS[i % LIMITS.length];
      List<Object> found = Feed.decode(maxBytes, sent);
      List<Object> cut = Feed.decode(maxBytes, sent, randomCuts(random, sent.length));
      assertSame(found, cut, "connection " + i + ", cut");
      List<Object> lines =
          found.stream().filter(f -> f instanceof Received || f.equals(YES)).toList();
      assertSame(naive(sent, maxBytes), lines, "connection " + i);
      for (Object f : found) {
        if (f instanceof Received.Line line) {
          assertHarmless(line.text(), maxBytes);
        }
      }
    }
  }

  /** Nasty things, with about {@code plainness} ordinary characters between two of them. */
  private static byte[] nastyBytes(byte[][] nasty, Random random, int plainness) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_EACH + 8);
    out.write('\n'); // the first line has rules of its own
    while (out.size() < BYTES_EACH) {
      out.writeBytes(nasty[random.nextInt(nasty.length)]);
      for (int n = random.nextInt(2 * plainness); n > 0; n--) {
        out.write(random.nextInt(50) == 0 ? random.nextInt(256) : ' ' + random.nextInt(95));
      }
    }
    return out.toByteArray();
  }

  private static int[] randomCuts(Random random, int length) {
    return random.ints(length / 32, 0, length).sorted().toArray();
  }

  /** Shows the first difference only: the lists are long. */
  private static void assertSame(List<Object> expected, List<Object> found, String where) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        assertEquals(expected.get(i), found.get(i), where + ", finding " + i);
      }
    }
    assertEquals(expected.size(), found.size(), where);
  }

  private static void assertHarmless(String text, int maxBytes) {
    assertTrue(text.codePointCount(0, text.length()) <= maxBytes, text);
    int c = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (isHarmful(c)) {
        fail("U+" + Integer.toHexString(c) + " in " + text);
      }
    }
    assertFalse(Character.isWhitespace(c) || Character.isSpaceChar(c), text);
  }

  private static boolean isHarmful(int c) {
    return (Character.isISOControl(c) && c != '\t')
        || (c >= 0xD800 && c <= 0xDFFF)
        || c == 0x061C
        || (c >= 0x200E && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** What is to be found, answers to options aside, by looking at all bytes at once. */
  private static List<Object> naive(byte[] sent, int maxBytes) {
    int[] data = withoutOptions(sent);
    List<Object> found = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int counted = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\r' && isErasureOrQuestion(data[i + 1])) {
        data[i] = data[i + 1]; // it is not yet known what the CR is
        data[i + 1] = '\r';
      }
      int c = data[i];
      int next = i + 1 < data.length ? data[i + 1] : END;
      boolean isEnd = c == '\r' && (next == LF || next == 0 || next == EOF || next == END);
      if (isEnd || c == LF || (c == EOF || c == END) && counted > 0 && counted <= maxBytes) {
        if (counted <= maxBytes) {
          found.add(new Received.Line(naiveText(line.toByteArray())));
        }
        line.reset();
        counted = 0;
      }
      if (isEnd) {
        i += next == LF || next == 0 ? 1 : 0;
      } else if (c == AYT) {
        found.add(YES);
      } else if (c == EOF) {
        found.add(new Received.EndOfFile());
      } else if (c == EL) {
        line.reset();
      } else if (c == EC) {
        line.write(DEL);
      } else if (c == 4 && counted == 0) {
        found.add(new Received.EndOfTransmission());
      } else if (c != LF && c != END) {
        line.write(c);
        if (++counted == maxBytes + 1) {
          found.add(new Received.LineTooLong());
        }
      }
    }
    return found;
  }

  private static String naiveText(byte[] line) {
    StringBuilder text = new StringBuilder();
    SEQUENCES
        .matcher(new String(line, UTF_8))
        .replaceAll("")
        .codePoints()
        .filter(c -> c == '\b' || c == DEL || !isHarmful(c))
        .forEach(
            c -> {
              if (c != '\b' && c != DEL) {
                text.appendCodePoint(c);
              } else if (!text.isEmpty()) {
                text.setLength(text.offsetByCodePoints(text.length(), -1));
              }
            });
    return text.toString().replaceAll("[\\s\\p{Z}]+$", "");
  }

  private static boolean isErasureOrQuestion(int c) {
    return c == AYT || c == EC || c == EL;
  }

  /** The bytes of data, and 256 more for each command that is not taken out; then END. */
  private static int[] withoutOptions(byte[] sent) {
    IntStream.Builder data = IntStream.builder();
    int i = 0;
    while (i < sent.length) {
      int command = i + 1 < sent.length ? sent[i + 1] & 0xFF : 254;
      if (sent[i] != IAC) {
        data.add(sent[i++] & 0xFF);
      } else if (command == 255) {
        data.add(255);
        i += 2;
      } else if (command < 236) {
        data.add(255);
        i++;
      } else if (command == 250) {
        i = behindSubnegotiation(sent, i + 2);
      } else {
        if (isErasureOrQuestion(256 + command) || 256 + command == EOF) {
          data.add(256 + command);
        }
        i += command > 250 ? 3 : 2;
      }
    }
    return data.add(END).build().toArray();
  }

  /** Up to its end, or to another command, or to where it is given up. */
  private static int behindSubnegotiation(byte[] sent, int from) {
    int i = from;
    while (i < sent.length && i - from < 256) {
      int command = i + 1 < sent.length ? sent[i + 1] & 0xFF : 240;
      if (sent[i] != IAC || command < 236) {
        i++;
      } else if (command == 255) {
        i += 2;
      } else {
        return command == 240 ? i + 2 : i;
      }
    }
    return i;
  }
}
