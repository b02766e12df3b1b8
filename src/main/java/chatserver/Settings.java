package chatserver;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What files of properties and the environment say of options, and which of them says it. */
final class Settings implements IDefaultValueProvider {
  private static final String PREFIX = "CHAT_SERVER_";

  /** Options that ask for something else than a server: only the command line has them. */
  private static final Set<String> REQUESTS = Set.of("help", "version", "completion");

  /**
   * Variables that Kubernetes sets, with their values, for a service that is called chat-server, or
   * chat-server-metrics. One of them, {@code CHAT_SERVER_PORT=tcp://10.0.0.1:8000}, has the name of
   * an option.
   */
  private static final Pattern KUBERNETES =
      Pattern.compile(
          "(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?)=.*"
              + "|(.*_)?PORT=[a-z]+://.*");

  private record Setting(String value, String source) {}

  private final CommandLine commandLine;
  private final Set<String> names = new TreeSet<>(); // of options
  private final Map<String, Setting> settings = new HashMap<>(); // by the option's name
  private final Set<String> applied = new HashSet<>(); // names of options that took their setting
  final List<String> warnings = new ArrayList<>(); // of what is odd about the environment

  Settings(CommandLine commandLine) {
    this.commandLine = commandLine;
    commandLine.getCommandSpec().options().forEach(option -> names.add(nameOf(option)));
    names.removeAll(REQUESTS);
  }

  /** {@code max-line} for {@code --max-line}. */
  static String nameOf(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  /** Reads a line an option, {@code port=9000}; dashes in front do not matter. */
  void loadFile(String file) {
    Properties properties = new Properties();
    try {
      String text = Files.readString(Path.of(file));
      properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (IOException | IllegalArgumentException e) { // the latter: no such path, or escape
      throw new ParameterException(
          commandLine, "cannot read options from " + file + ": " + ChatServerCommand.reason(e));
    }
    for (String key : properties.stringPropertyNames()) {
      String name = key.replaceFirst("^-+", "");
      if (!names.contains(name)) {
        throw new ParameterException(
            commandLine, file + ": " + key + ": no such option, the nearest is " + nearest(name));
      }
      settings.put(name, new Setting(properties.getProperty(key).strip(), file + ": " + key));
    }
  }

  /** Reads the environment. It wins over the files loaded before. */
  void loadEnvironment(Map<String, String> environment) {
    for (String variable : new TreeSet<>(environment.keySet())) {
      String value = environment.get(variable);
      if (variable.startsWith(PREFIX)
          && !value.isBlank()
          && !KUBERNETES.matcher(variable + "=" + value).matches()) {
        loadVariable(variable, value);
      }
    }
  }

  private void loadVariable(String variable, String value) {
    String name = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    if (names.contains(name)) {
      settings.put(name, new Setting(value.strip(), variable));
    } else if (!REQUESTS.contains(name)) {
      String nearest = nearest(name).toUpperCase(Locale.ROOT).replace('-', '_');
      warnings.add(variable + " is ignored: no such option, the nearest is " + PREFIX + nearest);
    }
  }

  /** picocli asks for what the command line does not give. */
  @Override
  public String defaultValue(ArgSpec argument) {
    OptionSpec option = (OptionSpec) argument; // there are no other arguments
    Setting setting = settings.get(nameOf(option));
    if (setting == null) {
      return null;
    }
    applied.add(nameOf(option));
    boolean isBareFlag = setting.value.isEmpty() && option.arity().max() == 0;
    return isBareFlag ? "true" : setting.value;
  }

  /** Where the value of an option stands: a variable, a line of a file, or the command line. */
  String sourceOf(String name) {
    return applied.contains(name) ? settings.get(name).source : "--" + name;
  }

  private String nearest(String name) {
    return Collections.min(names, Comparator.comparingInt(each -> difference(each, name)));
  }

  /** The number of letters that only one of them has: none where some are only mixed up. */
  private static int difference(String one, String other) {
    int[] counts = new int[1 << Character.SIZE];
    one.chars().forEach(letter -> counts[letter]++);
    other.chars().forEach(letter -> counts[letter]--);
    return Arrays.stream(counts).map(Math::abs).sum();
  }
}
