package chatserver.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
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

  /** To load one takes memory, and there is none left when an error is checked. */
  @Test
  void noClassIsAskedForOnceAHandlerIsInstalled() throws Exception {
    Set<String> asked = new HashSet<>();
    ClassLoader loader =
        new ClassLoader() {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return name.startsWith(FatalError.class.getName())
                ? define(name)
                : super.loadClass(name, resolve);
          }

          private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replaceFirst(".*\\.", "") + ".class";
            try (InputStream in = FatalError.class.getResourceAsStream(file)) {
              byte[] bytes = in.readAllBytes();
              return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        };
    Class<?> type = loader.loadClass(FatalError.class.getName());
    Consumer<Throwable> handler = fatal::add;
    type.getMethod("install", Consumer.class).invoke(null, handler);
    asked.clear();
    Error error = new OutOfMemoryError("Java heap space");

    type.getMethod("check", Throwable.class).invoke(null, error);

    assertEquals(List.of(error), fatal);
    assertEquals(Set.of(), asked);
  }

  /** So in tests, within one process. */
  @Test
  void withoutAHandlerNothingHappens() {
    FatalError.check(new OutOfMemoryError());
    assertEquals(List.of(), fatal);
  }
}
