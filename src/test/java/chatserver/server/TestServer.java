package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chatserver.control.Operations;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server of one test, on a free port of the loopback address. After the test it closes the
 * clients it made and the server, and checks that no thread of theirs is left.
 *
 * <pre>
 *   &#64;RegisterExtension final TestServer server = new TestServer();
 *
 *   &#64;Test
 *   void everyoneHearsWhatIsSaid() throws IOException {
 *     server.start(config -&gt; config.maxLine = 64);
 *     TestClient alice = server.join();
 * </pre>
 */
public final class TestServer implements AfterEachCallback {
  /** Bytes of a socket buffer that is soon full. */
  public static final int SMALL_BUFFER = 4096;

  private final Queue<TestClient> clients = new ConcurrentLinkedQueue<>();
  private ChatServer server;
  private Thread acceptor;

  /** Starts a server with the usual configuration, but without a rate limit. */
  public void start() throws IOException {
    start(config -> {});
  }

  /** As {@link #start()}, with settings of its own. Any server before it must be closed. */
  public void start(Consumer<ServerConfig.Builder> settings) throws IOException {
    start(0, settings);
  }

  /**
   * As {@link #start(Consumer)}, where a client that does not read is soon stuck.
   *
   * @param sendBuffer bytes that the kernel may keep for each client; 0 for its own choice
   */
  public void start(int sendBuffer, Consumer<ServerConfig.Builder> settings) throws IOException {
    assertFalse(acceptor != null && acceptor.isAlive(), "already started");
    Consumer<ServerConfig.Builder> usual =
        config -> {
          config.port = 0;
          config.maxRate = 0;
        };
    server = ChatServer.bind(config(usual.andThen(settings)), sendBuffer);
    acceptor = new Thread(server::serve, "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** The default configuration, but for these settings. */
  static ServerConfig config(Consumer<ServerConfig.Builder> settings) {
    ServerConfig.Builder config = new ServerConfig.Builder();
    settings.accept(config);
    return config.build();
  }

  public InetSocketAddress address() {
    return server.address();
  }

  /** What an operator of it may do. */
  public Operations operations() {
    return server.operations();
  }

  /** A connection of which nothing has been read. Any thread. */
  public TestClient connect() throws IOException {
    return connect(0);
  }

  /**
   * As {@link #connect()}, with little room for what is not read.
   *
   * @param receiveBuffer bytes that the client's kernel may keep; 0 for its own choice
   */
  public TestClient connect(int receiveBuffer) throws IOException {
    TestClient client = TestClient.connect(address(), receiveBuffer);
    clients.add(client);
    return client;
  }

  /** A client that is online, and has read all up to its own welcome. Any thread. */
  public TestClient join() throws IOException {
    return connect().expectWelcome();
  }

  /** As {@link #join()}; these hear its login next. */
  public TestClient join(TestClient... witnesses) throws IOException {
    TestClient newcomer = join();
    for (TestClient witness : witnesses) {
      witness.expect(newcomer.says("login"));
    }
    return newcomer;
  }

  /** So many, who join one by one, and have each read all up to the login of the last one. */
  public List<TestClient> join(int count) throws IOException {
    List<TestClient> joined = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      joined.add(join(joined.toArray(TestClient[]::new)));
    }
    return joined;
  }

  /** So many, with small buffers, that read nothing; these have read all up to the last login. */
  public List<TestClient> joinDeaf(int count, TestClient... witnesses) throws IOException {
    List<TestClient> deaf = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestClient newcomer = connect(SMALL_BUFFER);
      deaf.add(newcomer);
      for (TestClient witness : witnesses) {
        witness.readUntil(newcomer.says("login"));
      }
    }
    return deaf;
  }

  /** A client that comes again until it is let in; nothing but a full server refuses it. */
  public TestClient joinOnceThereIsRoom() throws IOException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      TestClient newcomer = connect();
      String first = newcomer.readLine();
      if (first == null || !first.startsWith("server full")) {
        assertEquals(Notice.GREETING, first);
        newcomer.expect(newcomer.says("login"), newcomer.says("I am here"));
        return newcomer;
      }
      newcomer.close();
    }
    throw new AssertionError("there is no room");
  }

  /** Stops the server, and returns when it has stopped. Can be called twice. */
  public void close() {
    if (server == null) {
      return;
    }
    server.close();
    try {
      acceptor.join(TestClient.DEADLINE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link #close}; fails where something of it is left, whatever its clients do. */
  public void closeForGood() throws Exception {
    close();
    ServerThreads.awaitNone();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (TestClient client : clients) {
      client.close();
    }
    closeForGood();
  }

  /** What clients can be run on here: a method source for tests that do the same with each. */
  public static Stream<ThreadKind> threadKinds() {
    return Stream.of(ThreadKind.values())
        .filter(kind -> kind != ThreadKind.VIRTUAL || ThreadKind.isVirtualSupported());
  }
}
