package chatserver.server;

import chatserver.ChatServerCommand;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the server in one JVM with a thread that takes all of the heap, for good, once something
 * comes in on standard input. So an {@link OutOfMemoryError} comes whatever the server bounds.
 */
final class MemoryHog {
  private static final int LARGEST = 1024 * 1024;
  private static final int SMALLEST = 1024;

  private static volatile Object[] held;

  private MemoryHog() {}

  public static void main(String[] args) {
    Thread hog = new Thread(MemoryHog::takeAllOnRequest, "hog");
    hog.setDaemon(true);
    hog.start();
    ChatServerCommand.main(args);
  }

  private static void takeAllOnRequest() {
    try {
      System.in.read();
    } catch (IOException e) {
      return;
    }
    for (int size = LARGEST; size >= SMALLEST; ) {
      try {
        held = new Object[] {held, new byte[size]};
      } catch (OutOfMemoryError e) {
        size /= 2;
      }
    }
    while (true) {
      LockSupport.park();
    }
  }
}
