package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parser of Prometheus' text format 0.0.4 as strict as {@code promtool check metrics}: each
 * family has one help and one type before its samples, which stand together and once each; a name
 * tells its unit, and ends in {@code _total} where it is a counter and nowhere else.
 */
final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*\\S)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge)");
  private static final Pattern SAMPLE =
      Pattern.compile("((" + NAME + ")(?:\\{" + LABEL + "(?:," + LABEL + ")*})?) ([0-9]+)");

  /** Units that are not base units, and types, which have no place in a name. */
  private static final Pattern BAD_NAME =
      Pattern.compile(".*_(ms|millis|milliseconds|minutes|kilobytes|kb|mb|counter|gauge)(_.*)?");

  private final Map<String, String> helps = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, Long> samples = new LinkedHashMap<>();
  private String family = "";

  private PrometheusText() {}

  /** The value of each sample by its name and labels. */
  static Map<String, Long> parse(List<String> lines) {
    PrometheusText text = new PrometheusText();
    lines.forEach(text::add);
    for (String each : text.helps.keySet()) {
      assertTrue(
          text.samples.keySet().stream().anyMatch(sample -> sample.matches(each + "(\\{.*)?")),
          "no sample of " + each);
    }
    return text.samples;
  }

  private void add(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      family = help.group(1);
      assertEquals(null, helps.put(family, help.group(2)), "a second help: " + line);
    } else if (type.matches()) {
      assertEquals(family, type.group(1), "a type behind another one's help");
      assertEquals(null, types.put(family, type.group(2)), "a second type: " + line);
    } else {
      assertTrue(sample.matches(), "no line of the format: " + line);
      addSample(sample.group(1), sample.group(2), Long.parseLong(sample.group(3)));
    }
  }

  private void addSample(String sample, String name, long value) {
    assertEquals(family, name, "a sample of another family");
    assertNotNull(types.get(name), "a sample before its type: " + sample);
    assertEquals(name.endsWith("_total"), types.get(name).equals("counter"), name);
    assertTrue(!BAD_NAME.matcher(name).matches(), name);
    assertEquals(null, samples.put(sample, value), "a second sample: " + sample);
  }
}
