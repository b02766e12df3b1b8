package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.metrics.Counters;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTest {
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

  @TempDir private Path folder;
  private Instant now = NOW;

  private AccessControl load(Path file) throws IOException {
    return new AccessControl(Optional.of(file), () -> now, new Counters());
  }

  private AccessControl inMemory() throws IOException {
    return new AccessControl(Optional.empty(), () -> now, new Counters());
  }

  private static String reason(AccessControl access, String ip) throws IOException {
    return access.banOf(InetAddress.getByName(ip)).map(Ban::reason).orElse(null);
  }

  private static List<String> lines(AccessControl access) {
    return access.bans().stream().map(Ban::toString).toList();
  }

  @Test
  void anAddressIsFoundByEachNetworkThatItIsPartOf() throws Exception {
    AccessControl access = inMemory();
    access.ban(Ban.parse("192.0.2.7/32 for ever one"));
    access.ban(Ban.parse("198.51.100.0/24 for ever many"));
    access.ban(Ban.parse("2001:db8::/64 for ever site"));
    assertEquals("one", reason(access, "192.0.2.7"));
    assertEquals(null, reason(access, "192.0.2.8"));
    assertEquals("many", reason(access, "198.51.100.255"));
    assertEquals("site", reason(access, "2001:db8::1:2:3:4"));
    assertEquals(null, reason(access, "2001:db8:0:1::1"));
  }

  @Test
  void aBanEndsWithItsTimeAndIsListedNoMore() throws Exception {
    AccessControl access = inMemory();
    access.ban(Ban.parse("192.0.2.0/24 2026-11-27T10:00:05Z spam"));
    now = NOW.plusSeconds(5).minusNanos(1);
    assertEquals("spam", reason(access, "192.0.2.1"));
    assertEquals(List.of("192.0.2.0/24 2026-11-27T10:00:05Z spam"), lines(access));
    now = NOW.plusSeconds(5);
    assertEquals(null, reason(access, "192.0.2.1"));
    assertEquals(List.of(), lines(access));
    assertFalse(access.unban(Network.parse("192.0.2.0/24")));
  }

  @Test
  void aSecondBanOfANetworkReplacesTheFirst() throws Exception {
    AccessControl access = inMemory();
    access.ban(Ban.parse("192.0.2.0/24 for ever old"));
    access.ban(Ban.parse("192.0.2.0/24 2026-11-27T11:00:00Z new"));
    assertEquals(List.of("192.0.2.0/24 2026-11-27T11:00:00Z new"), lines(access));
  }

  @Test
  void whatIsTakenBackIsThatNetworkAlone() throws Exception {
    AccessControl access = inMemory();
    access.ban(Ban.parse("192.0.2.0/24 for ever wide"));
    access.ban(Ban.parse("192.0.2.7/32 for ever narrow"));
    assertTrue(access.unban(Network.parse("192.0.2.7")));
    assertFalse(access.unban(Network.parse("192.0.2.7")));
    assertEquals("wide", reason(access, "192.0.2.7"));
  }

  @Test
  void theFileHoldsWhatIsListedAndNothingIsLeftBesideIt() throws Exception {
    Path file = folder.resolve("bans");
    Files.writeString(
        file, "\uFEFF# by hand\r\n\n 192.0.2.9/24  for ever  grüße | x \n10.0.0.1 for ever\n");
    AccessControl access = load(file);
    access.ban(Ban.parse("2001:db8::1 2026-11-28T00:00:00Z"));
    access.unban(Network.parse("10.0.0.1"));
    List<String> expected =
        List.of("192.0.2.0/24 for ever grüße | x", "2001:db8::/64 2026-11-28T00:00:00Z");
    assertEquals(expected, lines(access));
    assertEquals(expected, lines(load(file)));
    List<String> written = Files.readAllLines(file);
    assertTrue(written.get(0).startsWith("# "), written.get(0));
    assertEquals(expected, written.subList(1, written.size()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aFileThatThereIsNotHoldsNoneAndIsMadeByTheFirstBan() throws Exception {
    Path file = folder.resolve("bans");
    AccessControl access = load(file);
    assertEquals(List.of(), lines(access));
    assertFalse(Files.exists(file));
    access.ban(Ban.parse("192.0.2.0/24 for ever"));
    assertEquals(lines(access), lines(load(file)));
  }

  /** As a crash leaves it: half a new file beside the old one. */
  @Test
  void whatWasNotWrittenToItsEndIsNotRead() throws Exception {
    Path file = folder.resolve("bans");
    Files.writeString(file, "192.0.2.0/24 for ever\n");
    Files.writeString(folder.resolve("bans.new"), "198.51.100.0/24 for e");
    AccessControl access = load(file);
    assertEquals(List.of("192.0.2.0/24 for ever"), lines(access));
    access.ban(Ban.parse("203.0.113.0/24 for ever"));
    assertEquals(2, load(file).bans().size());
  }

  @Test
  void aBanThatCannotBeWrittenIsInForce() throws Exception {
    AccessControl access = load(folder.resolve("missing").resolve("bans"));
    assertThrows(IOException.class, () -> access.ban(Ban.parse("192.0.2.0/24 for ever spam")));
    assertEquals("spam", reason(access, "192.0.2.1"));
  }

  @Test
  void aDirectoryIsNamed() {
    Throwable e = assertThrows(IOException.class, () -> load(folder));
    assertEquals(folder + " is a directory", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "192.0.2.0/33 for ever; '192.0.2.0/33' is neither an address nor a network",
        "bob for ever; 'bob' is neither an address nor a network",
        "192.0.2.0/24; '192.0.2.0/24' is not a network, a time and a reason",
        "192.0.2.0/24 tomorrow x; 'tomorrow' is neither a time nor 'for ever'",
        "192.0.2.0/24 for everyone; 'for' is neither a time nor 'for ever'",
        "127.0.0.0/8 for ever; 127.0.0.0/8 holds the loopback address",
      })
  void aWrongLineIsNamed(String line, String reason) throws Exception {
    Path file = Files.writeString(folder.resolve("bans"), "10.0.0.1 for ever\n" + line + "\n");
    Throwable e = assertThrows(IOException.class, () -> load(file));
    assertEquals(file + ", line 2: " + reason, e.getMessage());
  }

  @Test
  void manyBansAreReadAndEachIsFound() throws Exception {
    Path file = folder.resolve("bans");
    Files.write(
        file,
        IntStream.range(0, 100_000)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + "/32"
                        : "2001:db8:" + Integer.toHexString(i >> 1) + "::/" + (48 + i % 81))
            .map(network -> network + " for ever")
            .toList());
    AccessControl access = load(file);
    assertEquals(100_000, access.bans().size());
    assertEquals("", reason(access, "10.1.134.158")); // the last ones
    assertEquals("", reason(access, "2001:db8:c34f::"));
    assertEquals(null, reason(access, "10.1.134.160"));
    assertEquals(null, reason(access, "2001:db8:c350::"));
  }
}
