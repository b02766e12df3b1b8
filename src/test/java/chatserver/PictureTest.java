package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Notice;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where one of these fails, the picture has to be drawn anew; contributing.md says how. */
class PictureTest {
  private static final String SVG =
      Documentation.text(Path.of("src/site/resources/session.svg"))
          .replace("&gt;", ">")
          .replace("&lt;", "<")
          .replace("&amp;", "&");

  @Test
  void theLinesOfTheServerAreThoseOfToday() {
    List<String> lines =
        List.of(
            Notice.GREETING,
            ":" + Notice.LOGIN,
            ":" + Notice.HERE,
            ":" + Notice.RENAMED_TO + "ann",
            Notice.RENAME_OK,
            Notice.renameFailed(Notice.nameTaken("Ann")),
            "]ann->bob:",
            Notice.USER_LIST,
            ":" + Notice.LOGIN_OUT);
    for (String line : lines) {
      assertTrue(SVG.contains(line + (line.endsWith("bob:") ? "" : "</text>")), line);
    }
  }

  @Test
  void theDescriptionSaysAllThatIsSeen() {
    String description = SVG.substring(SVG.indexOf("<desc"), SVG.indexOf("</desc>"));
    List<String> seen =
        Documentation.find(Pattern.compile("<text class=\"(?:line|typed)\".*>(.+)</text>"), SVG)
            .map((MatchResult text) -> text.group(1))
            .toList();
    assertTrue(seen.size() > 30);
    assertEquals(List.of(), seen.stream().filter(line -> !description.contains(line)).toList());
  }
}
