package chatserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Notice;
import chatserver.protocol.Received;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Peer;
import chatserver.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandHandlerTest {
  private static final int MAX_LINE = 64;
  private static final String ALICE = "192.0.2.1:1001";
  private static final String BOB = "192.0.2.2:1002";
  private static final String MARK = "mark";

  @RegisterExtension private final TestRoom room = new TestRoom();

  private final Member alice = new Member(new Peer(ALICE), System::nanoTime, reason -> {});
  private final Member bob = new Member(new Peer(BOB), System::nanoTime, reason -> {});
  private final OutboxLines aliceHears = new OutboxLines(alice.outbox());
  private final OutboxLines bobHears = new OutboxLines(bob.outbox());
  private CommandHandler handler;
  private int extraCost;

  @BeforeEach
  void join() {
    room.broadcaster().submit(new RoomEvent.Joined(alice));
    room.broadcaster().submit(new RoomEvent.Joined(bob));
    room.hears();
    until(bob, bobHears);
    ServerConfig config = TestServer.config(settings -> settings.maxLine = MAX_LINE);
    handler =
        new CommandHandler(alice, room.services(config, null, null), tokens -> extraCost += tokens);
    aliceHears();
  }

  private List<String> until(Member member, OutboxLines output) {
    room.broadcaster().submit(new RoomEvent.Told(member, Notice.encode(MARK)));
    return output.until(MARK);
  }

  private List<String> aliceHears() {
    handler.flush();
    return until(alice, aliceHears);
  }

  private void send(String... lines) {
    for (String line : lines) {
      assertNull(handler.handle(new Received.Line(line)), line);
    }
  }

  private static String says(String text) {
    return "[" + ALICE + "]" + ALICE + ":" + text;
  }

  /** What alice hears, where nobody else hears a word. */
  private List<String> answers() {
    List<String> heard = aliceHears();
    room.awaitApplied();
    assertEquals(List.of(), until(bob, bobHears));
    return heard;
  }

  @Test
  void whatIsNoCommandIsSaidToEveryone() {
    send("hello", "how are you?");
    List<String> said = List.of(says("hello"), says("how are you?"));
    assertEquals(said, aliceHears());
    assertEquals(said, room.hears());
    assertEquals(said, until(bob, bobHears));
  }

  @Test
  void whatIsSaidWaitsForTheEndOfARead() {
    send("hello");
    room.awaitApplied();
    handler.flush();
    handler.flush();
    assertEquals(List.of(says("hello")), room.hears());
  }

  /** An event has to be small, also where one read brings thousands of tiny lines. */
  @Test
  void whatWaitsForTheEndOfAReadIsBounded() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      send("line " + i);
      said.add(says("line " + i));
    }
    List<String> before = room.hears();
    assertEquals(said.subList(0, before.size()), before);
    assertTrue(before.size() >= 744, "no more than 256 lines wait, and not " + before.size());
    handler.flush();
    assertEquals(said.subList(before.size(), said.size()), room.hears());
  }

  @Test
  void answersStandBehindWhatWasSaidBeforeThem() {
    send("one", "who", "two", "rename|Alice", "three", "to|nobody|x", "four");
    String alice = "[" + ALICE + "]Alice:";
    assertEquals(
        List.of(
            says("one"),
            "user list:",
            "192.0.2.254:9:192.0.2.254:9",
            ALICE + ":" + ALICE,
            BOB + ":" + BOB,
            says("two"),
            says("renamed to Alice"),
            "rename ok",
            alice + "three",
            "to failed: nobody here is called 'nobody', type who to see the names",
            alice + "four"),
        aliceHears());
  }

  @Test
  void helpListsEveryCommand() {
    send("help");
    assertEquals(Notice.HELP, answers());
  }

  @Test
  void aBlankLineIsIgnored() {
    send("");
    assertEquals(List.of(), answers());
  }

  @Test
  void aPrivateLineIsForBothEndsAlone() {
    send("to|" + BOB + "|a|b");
    List<String> line = List.of("[" + ALICE + "]" + ALICE + "->" + BOB + ":a|b");
    assertEquals(line, aliceHears());
    assertEquals(line, until(bob, bobHears));
    room.awaitApplied();
  }

  @Test
  void aPrivateLineFindsItsReaderInWhateverLettersTheNameIsTyped() {
    send("rename|Zoe", "to|ＺＯＥ|milk");
    String line = "[" + ALICE + "]Zoe->Zoe:milk";
    assertEquals(List.of(says("renamed to Zoe"), "rename ok", line), aliceHears());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "to; to failed: type to|name|text",
        "to|; to failed: type to|name|text",
        "to|Bob; to failed: type to|name|text",
        "to|Bob|; to failed: type to|name|text",
        "to||hello; to failed: type to|name|text",
        "to|Zoe|hello; to failed: nobody here is called 'Zoe', type who to see the names",
        "to|[|hello; to failed: nobody here is called '[', type who to see the names",
      })
  void aPrivateLineForNobodyFails(String line, String answer) {
    send(line);
    assertEquals(List.of(answer), answers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rename", "rename|", "rename|a:b", "rename|a name that is much too long for one"})
  void aNameThatIsNoneIsRefused(String line) {
    send(line);
    List<String> answers = answers();
    assertEquals(1, answers.size());
    assertTrue(answers.get(0).startsWith("rename failed: "), answers::toString);
  }

  @Test
  void aNameThatSomebodyHasIsRefused() {
    send("rename|" + BOB);
    assertEquals(1, answers().size());
    send("rename|Zoe");
    assertEquals(List.of(says("renamed to Zoe"), "rename ok"), aliceHears());
  }

  @ParameterizedTest
  @CsvSource({
    "hello, 0",
    "help, 0",
    "exit, 0",
    "who, 0",
    "'', 0",
    "to|Zoe|hello, 0",
    "rename|Zoe, 9",
    "rename|a:b, 9",
    "rename, 9",
  })
  void aRenameCostsTenAndAllElseWhatItsLineCosts(String line, int cost) {
    handler.handle(new Received.Line(line));
    assertEquals(cost, extraCost);
  }

  @Test
  void aLongListOfUsersCostsMore() {
    for (int i = 0; i < 100; i++) {
      String address = "192.0.2.3:" + (10_000 + i);
      room.broadcaster()
          .submit(new RoomEvent.Joined(new Member(new Peer(address), () -> 0, reason -> {})));
    }
    room.hears();
    int bytes = room.broadcaster().roster().listBytes();
    handler.handle(new Received.Line("who"));
    assertEquals(Cost.ofAnswer(bytes) - 1, extraCost);
    assertEquals(1, extraCost);
  }

  @Test
  void aLineThatIsTooLongIsAnswered() {
    assertNull(handler.handle(new Received.LineTooLong()));
    assertEquals(List.of("line too long: at most 64 bytes"), answers());
  }

  @Test
  void whatTelnetAsksForIsAnsweredAsItIs() {
    byte[] answer = "an answer without an end".getBytes(US_ASCII);
    assertNull(handler.handle(new Received.TelnetReply(answer)));
    room.hears();
    room.broadcaster().submit(new RoomEvent.Told(alice, Notice.encode(MARK)));
    assertEquals("an answer without an end" + MARK, aliceHears.next());
  }

  @Test
  void exitEndsTheSession() {
    assertEquals(LeaveReason.EXIT, handler.handle(new Received.Line("exit")));
    assertEquals(LeaveReason.EXIT, handler.handle(new Received.EndOfTransmission()));
    assertEquals(List.of(), answers());
  }

  @Test
  void whatSpeaksHttpIsToldSoAndEnds() {
    assertEquals(LeaveReason.HTTP, handler.handle(new Received.HttpRequest()));
    assertEquals(List.of("HTTP/1.1 400 Bad Request"), answers());
    assertEquals(1, room.counters().refusedNotChat.sum());
  }

  @Test
  void whatIsNoChatEndsWithoutAWord() {
    assertEquals(LeaveReason.NOT_CHAT, handler.handle(new Received.NotChat("TLS")));
    assertEquals(List.of(), answers());
    assertEquals(1, room.counters().refusedNotChat.sum());
  }

  @Test
  void nothingIsSubmittedAnyMoreWhereTheSessionHasEnded() {
    alice.permit().close();
    send("hello", "who", "rename|Alice", "to|" + BOB + "|hello");
    assertEquals(List.of(), answers());
  }
}
