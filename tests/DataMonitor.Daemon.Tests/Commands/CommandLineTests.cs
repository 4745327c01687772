using DataMonitor.Daemon.Commands;

namespace DataMonitor.Daemon.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("profile")]
    [InlineData("serve")]
    [InlineData("doctor")]
    [InlineData("samples")]
    [InlineData("schema")]
    [InlineData("demo")]
    [InlineData("import")]
    [InlineData("export")]
    public async Task Help_OfEveryCommand_EndsWithExamples(string command)
    {
        var (code, output, _) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        code.ShouldBe(ExitCode.Passed);
        output.ShouldMatchApproved(golden => golden.SubFolder("Golden").WithDiscriminator(command.Length == 0 ? "monitor" : command));
    }

    [Theory]
    [InlineData("rnu")]
    [InlineData("run --format xml")]
    [InlineData("run --fail-on never")]
    [InlineData("schema nothing")]
    [InlineData("validate no/such/file.yaml")]
    [InlineData("run --checks no/such/folder")]
    [InlineData("run --config no/such/file.yaml")]
    [InlineData("")]
    public async Task Run_WrongUse_SaysSoInALineOrTwo(string line)
    {
        var (code, output, error) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.Trim().Split('\n').Length.ShouldBeInRange(1, 4);
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("checks")]
    [InlineData("sources")]
    [InlineData("alerts")]
    [InlineData("config")]
    public async Task Schema_OfEveryKind_IsAnObject(string kind)
    {
        var (code, output, _) = await RunAsync("schema", kind);

        code.ShouldBe(ExitCode.Passed);
        using var schema = System.Text.Json.JsonDocument.Parse(output);
        var form = schema.RootElement.TryGetProperty("anyOf", out var forms) ? forms[0] : schema.RootElement;
        form.GetProperty("properties").EnumerateObject().ShouldNotBeEmpty();
    }

    internal static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
