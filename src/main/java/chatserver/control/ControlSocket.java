package chatserver.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import chatserver.failure.FatalError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's Unix-domain socket. Each operator has a thread, and there are few. */
public final class ControlSocket implements AutoCloseable {
  private static final int MAX_OPERATORS = 16;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Logger log = LoggerFactory.getLogger(ControlSocket.class);

  private final Path file;
  private final Object key; // of the file that was made; null where the file system has none
  private final ServerSocketChannel listener;
  private final ExecutorService operators = // its threads are interrupted at the end
      new ThreadPoolExecutor(
          0,
          MAX_OPERATORS,
          0,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon("control-connection", task));
  private Operations operations; // written before the thread starts

  /** Binds the socket, in place of one that nobody listens on any more, and of no other file. */
  public ControlSocket(Path file) throws IOException {
    this.file = file;
    this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      checkFree();
      listen();
      this.key = fileKey();
    } catch (IOException | UnsupportedOperationException e) {
      listener.close();
      throw new IOException("cannot listen on " + file + ": " + e.getMessage(), e);
    }
  }

  private Object fileKey() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  private void checkFree() throws IOException {
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS);
    if ((mode & 0170000) != 0140000) { // the type of the file, see inode(7)
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
  private void listen() throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new IOException("there is no directory " + parent);
    }
    Path directory =
        Files.createTempDirectory(parent, ".c", asFileAttribute(fromString("rwx------")));
    Path socket = directory.resolve("s");
    try {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, fromString("rw-------"));
      Files.move(socket, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(directory);
    }
  }

  /** Takes commands from now on, on threads of its own. To be called once. */
  public void start(Operations newOperations) {
    operations = newOperations;
    daemon("control", this::acceptAll).start();
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void acceptAll() {
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

  private void accept(SocketChannel channel) {
    try {
      operators.execute(new ControlSession(channel, operations));
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      FatalError.check(noThread);
      refuse(channel);
    }
  }

  private static void refuse(SocketChannel channel) {
    try (channel) {
      channel.configureBlocking(false);
      channel.read(ByteBuffer.allocate(1024)); // unread input would make the kernel drop the line
      channel.write(ByteBuffer.wrap("failed: too many operators\n".getBytes(UTF_8)));
    } catch (IOException e) {
      log.debug("operator is gone: {}", e.toString());
    }
  }

  /**
   * Ends all connections, and removes the file unless another server has put its own there. Can be
   * called twice, from any thread.
   */
  @Override
  public synchronized void close() {
    if (!listener.isOpen()) {
      return;
    }
    operators.shutdownNow(); // an interrupt closes the thread's channel
    try {
      listener.close();
      if (Objects.equals(key, fileKey())) {
        Files.delete(file);
      }
    } catch (IOException e) {
      log.debug("cannot remove {}: {}", file, e.toString());
    }
  }
}
