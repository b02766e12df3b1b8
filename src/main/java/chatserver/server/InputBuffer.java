package chatserver.server;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What one session holds of the memory for input. Used by its reader alone. */
final class InputBuffer {
  private static final long LOOK_AGAIN_MILLIS = 1000;

  private final InputMemory memory;
  private final ByteBuffer small = ByteBuffer.allocate(InputMemory.SMALL_BUFFER);
  private ByteBuffer bytes = small;
  private boolean isInLongLine;

  InputBuffer(InputMemory memory) {
    this.memory = memory;
  }

  /** To be read into, when cleared. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Becomes larger behind a read that has filled it, if possible, and small behind a small one. */
  void adaptTo(int count) {
    if (bytes == small && count == small.capacity()) {
      ByteBuffer large = memory.borrowBuffer();
      bytes = large == null ? small : large;
    } else if (count <= small.capacity()) {
      shrink();
    }
  }

  private void shrink() {
    if (bytes != small) {
      memory.giveBack(bytes);
      bytes = small;
    }
  }

  boolean isInLongLine() {
    return isInLongLine;
  }

  /** Waits for a permit to hold a long line, but no longer than {@code isNeeded}. */
  void beginLongLine(BooleanSupplier isNeeded) throws InterruptedException {
    shrink();
    while (!isInLongLine && isNeeded.getAsBoolean()) {
      isInLongLine = memory.longLines.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  void endLongLine() {
    if (isInLongLine) {
      isInLongLine = false;
      memory.longLines.release();
    }
  }

  /** Gives back all but the small buffer. */
  void release() {
    shrink();
    endLongLine();
  }
}
