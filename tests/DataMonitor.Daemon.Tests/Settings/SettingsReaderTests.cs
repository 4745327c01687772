using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Settings;

namespace DataMonitor.Daemon.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_NoFileAndNoVariables_IsTheEmbeddedDefault() => Read("").ShouldBe(MonitorSettings.Default);

    [Fact]
    public void Read_EveryKey_IsTakenOver()
    {
        var settings = Read("""
            environment: production
            checks: definitions
            alerts: routes
            state: {path: /var/lib/monitor/state.db}
            web: {url: "http://localhost:9090", public_url: "https://quality.example.org"}
            limits: {workers: 3, lease: 30s, retention: 90d}
            sinks: {influx: {url: "http://127.0.0.1:8086", batch_size: 100}}
            """);

        settings.ShouldBe(new(
            "production",
            "definitions",
            "routes",
            new("/var/lib/monitor/state.db", null),
            new(new("http://localhost:9090"), new("https://quality.example.org")),
            new(3, TimeSpan.FromSeconds(30), TimeSpan.FromDays(90)),
            settings.Sinks));
        settings.Sinks.ShouldBe([new("influx:batchsize", "100"), new("influx:url", "http://127.0.0.1:8086")]);
    }

    [Fact]
    public void Read_VariableAndFile_TheVariableWins() =>
        Read("limits: {workers: 3, lease: 30s}", ("MONITOR_LIMITS__WORKERS", "5")).Limits.ShouldBe(new(5, TimeSpan.FromSeconds(30), LimitSettings.Default.Retention));

    [Fact]
    public void Read_SecretInAVariable_IsWhereItBelongs()
    {
        Environment.SetEnvironmentVariable("MONITOR_TEST_SECRET", "Host=db;Password=x");

        Read("state: {postgres: \"${env:MONITOR_TEST_SECRET}\"}").State.Postgres.ShouldBe(new Secret("Host=db;Password=x"));
    }

    [Theory]
    [InlineData("MONITOR_PORT", "tcp://10.0.0.1:8080")]
    [InlineData("MONITOR_SERVICE_HOST", "10.0.0.1")]
    [InlineData("MONITOR_CONFIG", "/etc/monitor.yaml")]
    [InlineData("PATH", "/bin")]
    public void Read_VariableOfSomebodyElse_IsLeftAlone(string name, string value) => Read("", (name, value)).ShouldBe(MonitorSettings.Default);

    [Theory]
    [InlineData("stat: {}", "monitor.yaml:1:1", "Did you mean 'state'?")]
    [InlineData("limits: {wokers: 3}", "monitor.yaml:1:10", "Did you mean 'workers'?")]
    [InlineData("limits: {workers: many}", "monitor.yaml:1:19", "digits")]
    [InlineData("state: {postgres: \"Host=db;Password=x\"}", "monitor.yaml:1:19", "${env:NAME}")]
    [InlineData("sinks: {influx: {token: abc}}", "monitor.yaml:1:25", "${env:NAME}")]
    [InlineData("web: {url: \"http://0.0.0.0:8080\"}", "monitor.yaml:1:12", "127.0.0.1")]
    [InlineData("web: {url: \"http://example.org\"}", "monitor.yaml:1:12", "127.0.0.1")]
    [InlineData("state: {path: a.db, postgres: \"${file:/no/such}\"}", "monitor.yaml:1:31", "user read it")]
    public void Read_Mistake_NamesThePlaceAndTheRemedy(string yaml, string place, string remedy)
    {
        var errors = Errors(yaml);

        errors.Length.ShouldBe(1);
        errors[0].Place.ToString().ShouldBe(place);
        errors[0].ToString().ShouldContain(remedy);
    }

    [Fact]
    public void Read_UnknownVariable_NamesIt() => Errors("", ("MONITOR_LIMITS__WROKERS", "3"))[0].ToString().ShouldBe("MONITOR_LIMITS__WROKERS: The section 'limits' has no key 'wrokers'. Did you mean 'workers'?");

    private static MonitorSettings Read(string yaml, params (string Name, string Value)[] variables)
    {
        var (settings, errors) = Try(yaml, variables);
        errors.ShouldBeEmpty();
        return settings.ShouldNotBeNull();
    }

    private static DefinitionError[] Errors(string yaml, params (string Name, string Value)[] variables)
    {
        var (settings, errors) = Try(yaml, variables);
        settings.ShouldBeNull();
        return errors;
    }

    private static (MonitorSettings? Settings, DefinitionError[] Errors) Try(string yaml, (string Name, string Value)[] variables)
    {
        var errors = new List<DefinitionError>();
        var node = YamlReader.Read("monitor.yaml", System.Text.Encoding.UTF8.GetBytes(yaml), errors);
        errors.ShouldBeEmpty();
        var context = new ReadContext(new DefinitionSyntax());
        var settings = SettingsReader.Read(node, variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)), context);
        return (settings, [.. context.Errors]);
    }
}
