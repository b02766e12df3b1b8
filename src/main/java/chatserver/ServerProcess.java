package chatserver;

import chatserver.control.ControlSocket;
import chatserver.server.ChatServer;
import chatserver.server.ServerConfig;
import chatserver.server.ThreadKind;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** A server that runs until the process is asked to end. */
final class ServerProcess {
  private ServerProcess() {}

  /** Returns when the server has stopped; controlFile is null for none. */
  static void serve(ServerConfig config, Path controlFile, AsyncLogStream err) throws IOException {
    try (ControlSocket control = controlFile == null ? null : new ControlSocket(controlFile);
        ChatServer server = ChatServer.bind(config)) {
      String help = "Lines of the log that could not be written.";
      server.addFigure("chat_log_lines_lost_total", help, err.linesLost::sum);
      Thread stopper = new Thread(() -> stop(server, control, err), "stopper");
      try {
        Runtime.getRuntime().addShutdownHook(stopper);
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

  private static void stop(ChatServer server, ControlSocket control, AsyncLogStream err) {
    ThreadKind.PLATFORM.start("stop-watchdog", ServerProcess::haltLate);
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
