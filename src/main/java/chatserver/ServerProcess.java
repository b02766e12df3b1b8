package chatserver;

import chatserver.control.ControlSocket;
import chatserver.server.ChatServer;
import chatserver.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** A server that runs until the process is asked to end. */
final class ServerProcess {
  private final AsyncLogStream err;

  ServerProcess(AsyncLogStream err) {
    this.err = err;
  }

  /**
   * Returns when the server has stopped.
   *
   * @param controlFile of the operator's socket; null for none
   * @throws IOException where it cannot start
   */
  void serve(ServerConfig config, Path controlFile) throws IOException {
    try (ControlSocket control = controlFile == null ? null : ControlSocket.bind(controlFile);
        ChatServer server = ChatServer.bind(config)) {
      server.addFigure(
          "chat_log_lines_lost_total",
          "Lines of the log that could not be written.",
          err::linesLost);
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, control), "stopper"));
      } catch (IllegalStateException e) {
        return; // a signal came before the server was ready: the JVM is ending already
      }
      Thread.currentThread().setName("acceptor");
      if (control != null) {
        control.start(server.operations());
      }
      server.serve();
    }
  }

  private void stop(ChatServer server, ControlSocket control) {
    Thread watchdog = new Thread(ServerProcess::haltLate, "stop-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    server.close();
    if (control != null) {
      control.close();
    }
    err.drain(ChatServerCommand.LAST_WORDS_MILLIS);
  }

  /** A stop ends in time, also in a process that is too short of memory to end by itself. */
  private static void haltLate() {
    try {
      Thread.sleep(ChatServer.GRACE.plusSeconds(1).toMillis());
      Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
