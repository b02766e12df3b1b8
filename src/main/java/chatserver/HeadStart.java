package chatserver;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import org.slf4j.LoggerFactory;

/**
 * Loads, while the command line is read, what the server needs whatever the options say. Logging
 * takes about as long as picocli: it formats the time, for which the JDK loads a locale's data.
 */
final class HeadStart {
  private final Thread thread = new Thread(HeadStart::load, "head-start");

  HeadStart() {
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    LoggerFactory.getILoggerFactory();
    try {
      ServerSocketChannel.open().close();
    } catch (IOException e) {
      return; // the server meets it as well, and says so
    }
  }

  /** Must come before the first line of the log: slf4j holds back what is logged while it loads. */
  void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
