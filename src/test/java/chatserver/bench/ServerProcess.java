package chatserver.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server in a process of its own, on a free port. */
final class ServerProcess implements Target {
  private static final Pattern READY =
      Pattern.compile("listening on (?<host>\\S+):(?<port>\\d+)(?: \\((?<threads>.+)\\))?");
  private static final int SECONDS_TO_START = 30;
  private static final int SECONDS_TO_STOP = 10;
  private static final int LOG_LINES_KEPT = 20;

  private final Process process;
  private final Thread hook;
  private final InetSocketAddress address;
  private final String description;
  private final long nanosToStart;

  /**
   * Starts it, and returns when it says that it is ready.
   *
   * @throws IOException if it ends before that, or takes too long; with the last it said
   */
  ServerProcess(Path java, List<String> jvmOptions, Path jar, List<String> serverArguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar.toString(), "--port", "0"));
    command.addAll(serverArguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begin = System.nanoTime();
    process = builder.start();
    Log log = new Log(process);
    log.start();
    hook = new Thread(process::destroy, "server-stopper");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Ready ready = log.ready.get(SECONDS_TO_START, TimeUnit.SECONDS);
      nanosToStart = ready.at - begin;
      address = new InetSocketAddress(ready.host, ready.port);
      description = "JDK " + Jvm.version(java) + ", " + ready.threads;
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IOException("the server does not get ready: " + command + "\n" + log.tail(), e);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public ProcStat stat() {
    return new ProcStat(process.pid());
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean isOurs() {
    return true;
  }

  /** From the call that made the process until its ready line was read. */
  double secondsToStart() {
    return nanosToStart / 1e9;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private record Ready(String host, int port, String threads, long at) {}

  /** Reads what the server logs, to the end: a full pipe would hold it up. */
  private static final class Log extends Thread {
    final CompletableFuture<Ready> ready = new CompletableFuture<>();
    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>(); // guarded by itself

    Log(Process process) {
      super("server-log");
      this.process = process;
      setDaemon(true);
    }

    @Override
    public void run() {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          keep(line);
          if (!ready.isDone()) {
            lookForReady(line);
          }
        }
        ready.completeExceptionally(new IOException("the server has ended"));
      } catch (IOException e) {
        ready.completeExceptionally(e);
      }
    }

    private void lookForReady(String line) {
      Matcher match = READY.matcher(line);
      if (match.find()) {
        long now = System.nanoTime();
        String threads =
            match.group("threads") == null ? "threads unknown" : match.group("threads");
        int port = Integer.parseInt(match.group("port"));
        ready.complete(new Ready(match.group("host"), port, threads, now));
      }
    }

    private void keep(String line) {
      synchronized (tail) {
        if (tail.size() == LOG_LINES_KEPT) {
          tail.remove();
        }
        tail.add(line);
      }
    }

    String tail() {
      synchronized (tail) {
        return String.join("\n", tail);
      }
    }
  }
}
