package chatserver.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import chatserver.failure.FatalError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's Unix-domain socket: {@link #bind} it, {@link #start} it, and {@link #close} it.
 * Each operator has a thread, and there are few.
 */
public final class ControlSocket implements AutoCloseable, Runnable {
  private static final int MAX_OPERATORS = 16;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int FILE_TYPE = 0170000; // of a mode, see inode(7)
  private static final int SOCKET = 0140000;

  private static final Logger log = LoggerFactory.getLogger(ControlSocket.class);

  private final Path file;
  private final Object key; // of the file that was made; null where the file system has none
  private final ServerSocketChannel listener;
  private Operations operations; // written before the thread starts

  // Guarded by this.
  private final Set<SocketChannel> operators = new HashSet<>();
  private boolean closed;

  private ControlSocket(Path file, ServerSocketChannel listener) throws IOException {
    this.file = file;
    this.key = keyAt(file);
    this.listener = listener;
  }

  /**
   * Makes the socket, in place of one that nobody listens on any more.
   *
   * @throws IOException where it cannot be made, somebody listens on it, or the file is no socket
   */
  public static ControlSocket bind(Path file) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      checkFree(file);
      listen(listener, file.toAbsolutePath());
      return new ControlSocket(file, listener);
    } catch (IOException | UnsupportedOperationException e) {
      listener.close();
      throw new IOException("cannot listen on " + file + ": " + e.getMessage(), e);
    }
  }

  private static Object keyAt(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  private static void checkFree(Path file) throws IOException {
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS);
    if ((mode & FILE_TYPE) != SOCKET) {
      throw new IOException("there is a file that is no socket");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false); // its backlog may be full
      channel.connect(UnixDomainSocketAddress.of(file));
    } catch (ConnectException e) {
      return; // left over by a server that is gone
    }
    throw new IOException("somebody listens there already");
  }

  /**
   * Binds in a directory that is its owner's alone, and moves the socket to its place once it is
   * its owner's alone, too: whatever the umask, nobody else can connect in between.
   */
  private static void listen(ServerSocketChannel listener, Path file) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      throw new IOException("there is no directory " + file.getParent());
    }
    Path directory =
        Files.createTempDirectory(
            file.getParent(),
            ".c",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path socket = directory.resolve("s");
    try {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      Files.move(socket, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(directory);
    }
  }

  /** Takes commands from now on, on threads of its own. To be called once. */
  public void start(Operations newOperations) {
    operations = newOperations;
    startDaemon("control", this);
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Accepts operators until it is closed. */
  @Override
  public void run() {
    while (listener.isOpen()) {
      try {
        accept(listener.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.warn("cannot accept operators: {}", e.getMessage());
        LockSupport.parkNanos(this, PAUSE_NANOS);
      } catch (Throwable defect) {
        FatalError.check(defect);
        log.error("control socket failed", defect);
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void accept(SocketChannel channel) throws IOException {
    if (!add(channel)) {
      try (channel) {
        channel.configureBlocking(false);
        channel.read(ByteBuffer.allocate(1024)); // unread input would make the kernel drop the line
        channel.write(ByteBuffer.wrap("failed: too many operators\n".getBytes(UTF_8)));
      } catch (IOException e) {
        log.debug("operator is gone: {}", e.toString());
      }
      return;
    }
    boolean isStarted = false;
    try {
      startDaemon("control-connection", new ControlSession(channel, operations, this::remove));
      isStarted = true;
    } finally {
      if (!isStarted) { // no more threads
        remove(channel);
        channel.close();
      }
    }
  }

  private synchronized boolean add(SocketChannel channel) {
    return !closed && operators.size() < MAX_OPERATORS && operators.add(channel);
  }

  private synchronized void remove(SocketChannel channel) {
    operators.remove(channel);
  }

  private synchronized List<SocketChannel> beginClose() {
    closed = true;
    return List.copyOf(operators);
  }

  /**
   * Ends all connections, and removes the file unless another server has put its own there. Can be
   * called twice, from any thread.
   */
  @Override
  public void close() {
    boolean isFirst = listener.isOpen();
    close(listener);
    beginClose().forEach(ControlSocket::close);
    if (isFirst) {
      try {
        if (Objects.equals(key, keyAt(file))) {
          Files.delete(file);
        }
      } catch (IOException e) {
        log.debug("cannot remove {}: {}", file, e.toString());
      }
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("cannot close: {}", e.toString());
    }
  }
}
