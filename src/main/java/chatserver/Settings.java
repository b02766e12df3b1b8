package chatserver;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where an option's value comes from when the command line does not give one: the environment, then
 * a file of properties, then the option's own default.
 */
final class Settings implements IDefaultValueProvider {
  private static final String VARIABLE_PREFIX = "CHAT_SERVER_";

  /** Options that ask for something else than a server: only the command line has them. */
  private static final Set<String> REQUESTS = Set.of("help", "version", "completion");

  private final Map<String, String> environment;
  private final Properties file = new Properties();

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a file of properties: a line an option, {@code port=9000}; dashes in front do not matter.
   *
   * @throws ParameterException where the file cannot be read, or names an option that there is not
   */
  void load(String fileName, CommandLine commandLine) {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(fileName), StandardCharsets.UTF_8)) {
      read.load(reader);
    } catch (IOException e) {
      throw new ParameterException(
          commandLine, "cannot read options from " + fileName + ": " + ChatServerCommand.reason(e));
    } catch (IllegalArgumentException e) { // a backslash-u without four digits, or no such path
      throw new ParameterException(
          commandLine, "cannot read options from " + fileName + ": " + e.getMessage());
    }
    Set<String> known = new HashSet<>();
    commandLine.getCommandSpec().options().forEach(option -> known.add(nameOf(option)));
    known.removeAll(REQUESTS);
    for (String key : read.stringPropertyNames()) {
      String name = key.replaceFirst("^-+", "");
      if (!known.contains(name)) {
        throw new ParameterException(commandLine, "unknown option in " + fileName + ": " + key);
      }
      file.setProperty(name, read.getProperty(key));
    }
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || REQUESTS.contains(nameOf(option))) {
      return null;
    }
    String variable = environment.get(variableOf(nameOf(option)));
    return variable == null || variable.isEmpty() ? file.getProperty(nameOf(option)) : variable;
  }

  private static String nameOf(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  /** {@code CHAT_SERVER_MAX_LINE} for {@code max-line}. */
  private static String variableOf(String name) {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
