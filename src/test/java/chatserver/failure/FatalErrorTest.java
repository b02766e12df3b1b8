package chatserver.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FatalErrorTest {
  private final List<Throwable> fatal = new ArrayList<>();

  @AfterEach
  void uninstall() {
    FatalError.install(error -> {});
  }

  private List<Throwable> fatalOf(Throwable thrown) {
    FatalError.install(fatal::add);
    FatalError.check(thrown);
    return fatal;
  }

  static Stream<Throwable> fatalErrors() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new OutOfMemoryError("Cannot reserve 65536 bytes of direct buffer memory"),
        new OutOfMemoryError(),
        new NoClassDefFoundError("chatserver/room/Room"),
        new ExceptionInInitializerError(new IllegalStateException()));
  }

  @ParameterizedTest
  @MethodSource("fatalErrors")
  void noMemoryAndNoClassesAreFatal(Error error) {
    assertEquals(List.of(error), fatalOf(error));
  }

  @ParameterizedTest
  @MethodSource("fatalErrors")
  void aCauseIsFoundAsWell(Error error) {
    assertEquals(List.of(error), fatalOf(new IllegalStateException(new ExecutionException(error))));
  }

  static Stream<Throwable> others() {
    return Stream.of(
        new IOException("Broken pipe"),
        new IllegalStateException(),
        new AssertionError(),
        new StackOverflowError(),
        new ClassNotFoundException("chatserver.room.Room"),
        new OutOfMemoryError(
            "unable to create native thread: possibly out of memory or process/resource limits"
                + " reached"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatEndsOneTaskIsNot(Throwable thrown) {
    assertEquals(List.of(), fatalOf(thrown));
  }

  /** So in tests, within one process. */
  @Test
  void withoutAHandlerNothingHappens() {
    FatalError.check(new OutOfMemoryError());
    assertEquals(List.of(), fatal);
  }
}
