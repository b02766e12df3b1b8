package chatserver.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * One attack on a server of its own, with the options that it has by default. Beside the attackers
 * there are a calm pair, and calm members that read 100 KB/s (all they get, where the attack is one
 * on a server whose limits are lifted). The pair talks while the attackers are silent first.
 */
final class AttackTrial implements AutoCloseable {
  /** The name of a calm member. */
  static final String VICTIM = "victim";

  private static final String ROW = "%-21s %s %7.1f %7.0f %7.1f %7.0f %5d %6d %8.0f %5.2f %s";
  private static final int CALM_BYTES_A_SECOND = 100_000;
  private static final int CALM_PAUSE_MILLIS = 20;
  private static final double WARM_UP_SECONDS = 1;
  private static final double QUIET_SECONDS = 0.3;
  private static final double MOST_JOINING_SECONDS = 60;
  private static final int MOST_OWN_LINES = 3; // in that time
  private static final int CHUNK = 64 << 10;
  private static final int CONNECTS_BEFORE_READING = 100;
  private static final int NOT_PUBLIC = 2; // lines of a newcomer: the greeting, and that it is here

  private final Attack attack;
  private final SlowFile slowFile;
  private final Server server;
  private final List<RawClient> calm = new ArrayList<>();
  private final List<RawClient> attackers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isBegun;
  private volatile boolean isOver;

  private final int most;

  /**
   * Starts the server.
   *
   * @param most clients of either kind
   */
  AttackTrial(Target target, Attack attack, int most) throws IOException, InterruptedException {
    this.attack = attack;
    this.most = most;
    boolean isSlow = attack.options.contains(SlowFile.PLACEHOLDER);
    slowFile = isSlow ? new SlowFile() : null;
    String path = isSlow ? slowFile.path.toString() : "";
    server =
        target.openWithDefaults(
            attack.options.stream()
                .map(option -> option.equals(SlowFile.PLACEHOLDER) ? path : option)
                .toList());
  }

  /** What everybody had of it; in the order of the columns. */
  List<Object> run(double seconds) throws IOException, InterruptedException {
    try (Conversation pair = new Conversation(server.address())) {
      connect(calm, attack.size.calm());
      if (!calm.isEmpty()) {
        calm.get(0).send(("rename|" + VICTIM + "\n").getBytes(UTF_8));
      }
      start("calm-readers", this::readCalmly);
      connect(attackers, attack.size.attackers());
      start("attackers", this::attack);
      awaitAllTold(pair);
      pair.talk(Math.min(WARM_UP_SECONDS, seconds / 3));
      Conversation.Heard before = pair.talk(seconds / 3);
      isBegun = true;
      double cpu = server.cpuSeconds();
      long begin = System.nanoTime();
      Conversation.Heard heard = pair.talk(seconds);
      double elapsed = (System.nanoTime() - begin) / 1e9;
      cpu = server.cpuSeconds() - cpu;
      Set<String> evicted = pair.evicted();
      long calmEvicted = count(calm, evicted);
      long attackersEvicted = evicted.size() - calmEvicted;
      end();
      return List.of(
          before.medianMillis(),
          before.worstMillis(),
          heard.medianMillis(),
          heard.worstMillis(),
          pair.ended() + calmEvicted,
          attackersEvicted,
          heard.lines() / elapsed,
          cpu / elapsed,
          slowFile == null ? "" : linesLost(pair));
    }
  }

  static void printHead(PrintWriter out) {
    out.println(
        "                            before, ms       attack, ms    dropped           heard server not in\n"
            + "                            p50     max     p50     max  calm others  lines/s   CPU transcript");
  }

  static void print(PrintWriter out, Attack attack, char target, List<Object> figures) {
    List<Object> cells = new ArrayList<>(List.of("attack " + attack, target));
    cells.addAll(figures);
    out.println(String.format(Locale.ROOT, ROW, cells.toArray()).stripTrailing());
  }

  /** Until the pair hears nothing but itself: connections are there before the server sees them. */
  private static void awaitAllTold(Conversation pair) throws IOException, InterruptedException {
    long most = (long) (MOST_JOINING_SECONDS / QUIET_SECONDS);
    for (int i = 0; i < most && pair.talk(QUIET_SECONDS).lines() > 2 * MOST_OWN_LINES; i++) {}
  }

  private static long count(List<RawClient> clients, Set<String> addresses) throws IOException {
    long count = 0;
    for (RawClient client : clients) {
      count += addresses.contains(client.address()) ? 1 : 0;
    }
    return count;
  }

  private void connect(List<RawClient> clients, int count) throws IOException {
    ByteBuffer scratch = ByteBuffer.allocateDirect(CHUNK);
    for (int i = 0; i < Math.min(most, count); i++) {
      clients.add(new RawClient(i, server.address(), scratch));
      if (i % CONNECTS_BEFORE_READING == 0) {
        clients.forEach(RawClient::takeAll);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void readCalmly() {
    while (!isOver) {
      for (RawClient client : calm) {
        if (attack.isWithinDefaults()) {
          client.takeAtRate(CALM_BYTES_A_SECOND);
        } else {
          client.takeAll();
        }
      }
      pause(CALM_PAUSE_MILLIS);
    }
  }

  /** Those that are dropped come again. They only read before the attack begins. */
  private void attack() throws IOException {
    while (!isBegun && !isOver) {
      attackers.forEach(RawClient::takeAll);
      pause(CALM_PAUSE_MILLIS);
    }
    for (int turn = 0; !isOver; turn++) {
      for (RawClient client : attackers) {
        if (isOver) {
          return;
        }
        attack.step.take(client, turn);
        if (client.isEnded()) {
          client.connect();
        }
      }
      pause(attack.size.pauseMillis());
    }
  }

  private static void pause(int millis) {
    if (millis > 0) {
      LockSupport.parkNanos(millis * 1_000_000L);
    }
  }

  private void end() throws IOException, InterruptedException {
    isOver = true;
    for (Thread thread : threads) {
      thread.join();
    }
    for (RawClient client : attackers) {
      client.close();
    }
  }

  /** Of those that the pair heard. The server stops for that. */
  private long linesLost(Conversation pair) throws InterruptedException {
    server.close();
    return pair.linesToTheEnd() - NOT_PUBLIC - slowFile.lines();
  }

  @Override
  public void close() throws IOException {
    try (server) {
      isOver = true;
      for (RawClient client : calm) {
        client.close();
      }
      for (RawClient client : attackers) {
        client.close();
      }
    } finally {
      if (slowFile != null) {
        slowFile.close();
      }
    }
  }
}
