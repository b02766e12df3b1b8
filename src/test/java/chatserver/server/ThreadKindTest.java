package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadKindTest {
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aThreadHasItsNameAndDoesNotKeepTheProcessAlive(ThreadKind kind) throws Exception {
    FutureTask<Thread> task = new FutureTask<>(Thread::currentThread);
    kind.start("reader-192.0.2.1:1001", task);
    Thread thread = task.get(10, TimeUnit.SECONDS);
    assertEquals("reader-192.0.2.1:1001", thread.getName());
    assertTrue(thread.isDaemon());
    assertEquals(kind == ThreadKind.VIRTUAL, isVirtual(thread));
  }

  @Test
  void virtualThreadsAreBestWhereThereAreAny() throws Exception {
    boolean isJava21 = Runtime.version().feature() >= 21;
    assertEquals(isJava21, ThreadKind.isVirtualSupported());
    assertEquals(isJava21 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM, ThreadKind.best());
  }

  @Test
  void theyAreCalledWhatOperatorsCallThem() {
    assertEquals("virtual threads", ThreadKind.VIRTUAL.toString());
    assertEquals("platform threads", ThreadKind.PLATFORM.toString());
  }

  private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
    return ThreadKind.isVirtualSupported()
        && (Boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }
}
