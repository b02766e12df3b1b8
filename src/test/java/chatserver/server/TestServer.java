package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server of one test, on a free port of the loopback address. Behind the test it closes the
 * clients it made and the server, and checks that no thread of theirs is left.
 *
 * <pre>
 *   &#64;RegisterExtension final TestServer server = new TestServer();
 *
 *   &#64;Test
 *   void everyoneHearsWhatIsSaid() throws IOException {
 *     server.start(config -&gt; config.maxLine(64));
 *     TestClient alice = server.join();
 * </pre>
 */
public final class TestServer implements AfterEachCallback {
  private final Queue<TestClient> clients = new ConcurrentLinkedQueue<>();
  private ChatServer server;
  private Thread acceptor;

  /** Starts a server with the usual configuration. */
  public void start() throws IOException {
    start(config -> config);
  }

  /** Starts a server, once the one before is closed. */
  public void start(UnaryOperator<ServerConfig.Builder> settings) throws IOException {
    if (acceptor != null && acceptor.isAlive()) {
      throw new IllegalStateException("already started");
    }
    server = ChatServer.bind(settings.apply(ServerConfig.builder().port(0)).build());
    acceptor = new Thread(server::serve, "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public InetSocketAddress address() {
    return server.address();
  }

  /** A connection of which nothing has been read. Any thread. */
  public TestClient connect() throws IOException {
    return connect(0);
  }

  /**
   * As {@link #connect()}, with little room for what is not read.
   *
   * @param receiveBuffer bytes that the client's kernel may keep; 0 for as many as it likes
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

  /**
   * So many clients, which join one by one, and have each read all up to the login of the last one.
   */
  public List<TestClient> join(int count) throws IOException {
    List<TestClient> joined = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestClient newcomer = join();
      for (TestClient earlier : joined) {
        earlier.expect(newcomer.says("login"));
      }
      joined.add(newcomer);
    }
    return joined;
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

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (TestClient client : clients) {
      client.close();
    }
    close();
    assertEquals(List.of(), ServerThreads.thatDoNotEnd(), "threads that are left");
  }

  /** What clients can be run on here: a method source for tests that do the same with each. */
  public static Stream<ThreadKind> threadKinds() {
    return Stream.of(ThreadKind.values())
        .filter(kind -> kind != ThreadKind.VIRTUAL || ThreadKind.isVirtualSupported());
  }
}
