package chatserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real socket, with operations that only remember. */
class ControlSocketTest {
  private final RecordingOperations operations = new RecordingOperations();
  private final List<TestOperator> operators = new ArrayList<>();

  @TempDir private Path folder;
  private Path file;
  private ControlSocket socket;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("control");
    socket = new ControlSocket(file);
    socket.start(operations);
  }

  @AfterEach
  void close() throws IOException {
    for (TestOperator operator : operators) {
      operator.close();
    }
    socket.close();
  }

  private TestOperator connect() throws IOException {
    TestOperator operator = new TestOperator(file);
    operators.add(operator);
    return operator;
  }

  @Test
  void itIsItsOwnersAloneAndNothingIsBesideIt() throws IOException {
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void anAnswerEndsWithOkOrWithWhyItFailed() throws IOException {
    TestOperator operator = connect();
    assertEquals(List.of("a member", "ok"), operator.ask("who"));
    assertEquals(List.of("ok"), operator.ask("say|hi"));
    assertEquals(List.of("failed: as it should"), operator.ask("say|fail"));
    assertEquals(List.of("failed: no such command: 'x', type help"), operator.ask("\n\nx"));
  }

  @Test
  void textIsCleanedAsEverywhere() throws IOException {
    assertEquals(List.of("ok"), connect().ask("say|h\u001b[31mi th\bhere\u0007\r"));
    assertEquals(List.of("say [hi there]"), operations.calls());
  }

  /** Only operators connect here. */
  @Test
  void noFirstLineIsTakenForSomethingElse() throws IOException {
    assertEquals(List.of("ok"), connect().ask("say|a\0b"));
    assertEquals(List.of("say [ab]"), operations.calls());
    assertEquals(
        List.of("failed: no such command: 'GET / HTTP/1.1', type help"),
        connect().ask("GET / HTTP/1.1"));
  }

  @Test
  void theSocketOfAServerThatCameLaterIsLeftThere() throws IOException {
    Files.delete(file);
    ControlSocket later = new ControlSocket(file);
    socket.close();
    assertTrue(Files.exists(file));
    later.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void aLastLineWithoutAnEndCounts() throws IOException {
    TestOperator operator = connect();
    operator.send("lock\nsay|bye");
    operator.endInput();
    assertEquals(List.of("ok"), operator.answer());
    assertEquals(List.of("ok"), operator.answer());
    assertNull(operator.nextLine());
    assertEquals(List.of("lock true", "say [bye]"), operations.calls());
  }

  @Test
  void aLineThatIsTooLongFailsAndTheNextDoesNot() throws IOException {
    TestOperator operator = connect();
    operator.send("say|" + "x".repeat(1_000_000) + "\n");
    assertEquals(List.of("failed: line too long: at most 4096 bytes"), operator.answer());
    assertEquals(List.of("ok"), operator.ask("lock"));
    assertEquals(List.of("lock true"), operations.calls());
  }

  @Test
  void aStopIsAnsweredBeforeItIsDone() throws IOException {
    TestOperator operator = connect();
    assertEquals(List.of("ok"), operator.ask("stop"));
    assertEquals(List.of("ok"), operator.ask("lock"));
    assertEquals(List.of("stop", "lock true"), operations.calls());
  }

  /** As {@code echo stop | nc -U} may be, which has all to say and need not listen. */
  @Test
  void aStopIsDoneThoughNobodyIsThereForTheAnswer() throws IOException {
    Path quiet = folder.resolve("quiet");
    try (ControlSocket second = new ControlSocket(quiet)) {
      TestOperator operator = new TestOperator(quiet);
      operator.send("stop\n");
      operator.close();
      second.start(operations);
      assertEquals("stop", Task.start(operations::awaitCall).result());
    }
  }

  @Test
  void oneThatReadsNothingAndOneThatMeetsADefectHoldUpNobody() throws IOException {
    operations.setMembers(List.of("x".repeat(8_000_000))); // more than a socket takes
    connect().send("who\n");
    TestOperator broken = connect();
    broken.send("say|break\n");
    assertNull(broken.nextLine());
    assertEquals(List.of("ok"), connect().ask("lock"));
  }

  /** What an operator does not read is not thought of: it is asked no more until it reads. */
  @Test
  void oneThatFloodsAndReadsNothingHoldsUpNobody() throws IOException {
    TestOperator flooding = connect();
    Task<Void> flood =
        Task.start(
            () -> {
              for (; ; ) {
                flooding.send("who\n".repeat(1000));
              }
            });
    TestOperator working = connect();
    for (int i = 0; i < 100; i++) {
      assertEquals(List.of("a member", "ok"), working.ask("who"));
    }
    flooding.close();
    assertThrows(AssertionError.class, flood::result); // it ends with its connection
    assertEquals(List.of("ok"), working.ask("lock"));
  }

  @Test
  void aThousandConnectionsAreRefusedBesideOneThatWorks() throws IOException {
    TestOperator working = connect();
    assertEquals(List.of("ok"), working.ask("lock"));
    for (int i = 1; i < 16; i++) {
      assertEquals(List.of("ok"), connect().ask("lock"));
    }
    for (int i = 16; i < 1000; i++) {
      assertEquals("failed: too many operators", connect().nextLine());
      if (i % 100 == 0) {
        assertEquals(List.of("ok"), working.ask("lock"));
      }
    }
    assertEquals(List.of("ok"), working.ask("lock"));
  }

  @Test
  void thereAreFewOperatorsAtATime() throws Exception {
    for (int i = 0; i < 16; i++) {
      assertEquals(List.of("ok"), connect().ask("lock"));
    }
    for (int i = 0; i < 100; i++) {
      assertEquals("failed: too many operators", connect().nextLine());
    }
    operators.get(0).endInput();
    assertNull(operators.get(0).nextLine()); // its place may still be taken for a moment
    String answer;
    do {
      TestOperator next = connect();
      next.trySend("lock\n");
      answer = next.nextLine();
    } while (answer.equals("failed: too many operators"));
    assertEquals("ok", answer);
  }

  /** The kernel resets a connection that is closed with unread input. */
  @Test
  void oneTooManyHearsSoAlsoWhereItHasAskedAlready() throws Exception {
    Path busy = folder.resolve("busy");
    List<TestOperator> waiting = new ArrayList<>();
    try (ControlSocket second = new ControlSocket(busy)) {
      for (int i = 0; i < 17; i++) {
        waiting.add(new TestOperator(busy));
      }
      waiting.get(16).send("who\n");
      second.start(operations);
      assertEquals("failed: too many operators", waiting.get(16).nextLine());
      assertNull(waiting.get(16).nextLine());
    } finally {
      for (TestOperator operator : waiting) {
        operator.close();
      }
    }
  }

  @Test
  void oneThatSomebodyListensOnStays() throws IOException {
    Throwable e = assertThrows(IOException.class, () -> new ControlSocket(file));
    assertEquals("cannot listen on " + file + ": somebody listens there already", e.getMessage());
    assertEquals(List.of("ok"), connect().ask("lock"));
  }

  @Test
  void oneThatIsLeftOverIsReplaced() throws IOException {
    Path leftOver = folder.resolve("left over");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(leftOver))
        .close();
    assertTrue(Files.exists(leftOver));
    try (ControlSocket second = new ControlSocket(leftOver)) {
      second.start(operations);
      try (TestOperator operator = new TestOperator(leftOver)) {
        assertEquals(List.of("ok"), operator.ask("lock"));
      }
    }
    assertFalse(Files.exists(leftOver));
  }

  @Test
  void whatIsNoSocketIsNotTouched() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "dear diary");
    Throwable e = assertThrows(IOException.class, () -> new ControlSocket(text));
    assertEquals(
        "cannot listen on " + text + ": there is a file that is no socket", e.getMessage());
    assertEquals("dear diary", Files.readString(text));
  }

  @Test
  void aFolderThatThereIsNotIsNamed() {
    Path missing = folder.resolve("missing").resolve("control");
    Throwable e = assertThrows(IOException.class, () -> new ControlSocket(missing));
    assertEquals(
        "cannot listen on " + missing + ": there is no directory " + missing.getParent(),
        e.getMessage());
  }

  @Test
  void whenItIsClosedTheFileIsGoneAndConnectionsEnd() throws IOException {
    TestOperator operator = connect();
    assertEquals(List.of("ok"), operator.ask("lock"));
    socket.close();
    socket.close();
    assertFalse(Files.exists(file));
    assertNull(operator.nextLine());
  }
}
