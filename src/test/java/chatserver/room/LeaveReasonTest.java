package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chatserver.protocol.Command;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LeaveReasonTest {
  /** A reason that is added has to be known to what keeps clients from faking it. */
  @ParameterizedTest
  @EnumSource
  void noClientCanSayWhatTheRoomSaysOfOneThatLeaves(LeaveReason reason) {
    assertEquals(new Command.Say(" " + reason.notice()), Command.parse(reason.notice()));
  }

  @ParameterizedTest
  @CsvSource({
    "EXIT, login out, true, false",
    "END_OF_INPUT, login out, true, false",
    "BROKEN, login out, false, false",
    "HTTP, login out, true, false",
    "NOT_CHAT, login out, false, true",
    "ADDRESS_TAKEN, login out, true, false",
    "LOCKED, login out, true, false",
    "IDLE, time out leave out, true, false",
    "KICKED, kicked leave out, true, false",
    "TOO_SLOW, too slow leave out, false, true",
    "DEFECT, login out, false, true",
    "STOP, login out, true, false",
  })
  void whatIsSaidAndHowTheConnectionEnds(
      LeaveReason reason, String notice, boolean isOrderly, boolean endsAtOnce) {
    assertEquals(notice, reason.notice());
    assertEquals(isOrderly, reason.isOrderly());
    assertEquals(endsAtOnce, reason.endsAtOnce());
  }

  @Test
  void theLogTellsEachFromTheOthers() {
    long different =
        Arrays.stream(LeaveReason.values()).map(LeaveReason::description).distinct().count();
    assertEquals(LeaveReason.values().length, different);
    assertFalse(Arrays.stream(LeaveReason.values()).anyMatch(r -> r.description().isBlank()));
  }
}
