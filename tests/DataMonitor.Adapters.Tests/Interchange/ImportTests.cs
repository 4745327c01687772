using CsCheck;
using DataMonitor.Adapters.Interchange;
using DataMonitor.Adapters.Tests.Yaml;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Interchange;

/// <summary>What holds for every format: results are valid, nothing is dropped in silence, bad input is told.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_Sample_GivesTheseDefinitions(string sample) => string.Join("---\n", Run(sample).Files.Select(file => $"# {file.FileName}\n{file.Content}"))
        .ShouldMatchApproved(options => options.SubFolder("Golden").WithDiscriminator(sample.Replace('/', '-')));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_Sample_TellsThis(string sample) => Run(sample).Report.ToText()
        .ShouldMatchApproved(options => options.SubFolder("Golden").WithDiscriminator(sample.Replace('/', '-')));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_Sample_GivesValidDefinitions(string sample)
    {
        var reading = InterchangeHarness.Validate(Run(sample).Files);

        reading.Errors.ShouldBeEmpty();
        reading.Catalog!.Datasets.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_Sample_TellsOfEveryKey(string sample) =>
        InterchangeHarness.Untold(InterchangeHarness.Parse(InterchangeHarness.PathOf(sample)), Run(sample).Report).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_UnknownKeyAnywhere_IsTold(string sample)
    {
        var text = File.ReadAllText(InterchangeHarness.PathOf(sample));
        var lines = text.Split('\n');
        int[] places = [.. Enumerable.Range(0, lines.Length).Where(line => InterchangeHarness.IsKeyLine(lines, line))];

        Gen.Int[0, places.Length - 1].Sample(
            at =>
            {
                var line = lines[places[at]];
                var indentation = line.Length - line.TrimStart().Length;
                string[] changed = [.. lines[..places[at]], $"{new string(' ', indentation)}zebra_key: zebra", .. lines[places[at]..]];
                var path = Path.Combine(folder, "changed.yaml");
                File.WriteAllText(path, string.Join('\n', changed));

                var result = InterchangeHarness.Run(sample.Split('/')[0], path);

                InterchangeHarness.Untold(InterchangeHarness.Parse(path), result.Report).ShouldBeEmpty();
            },
            iter: 40,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Run_AnyValueOfAnotherForm_IsToldOrRefusedAndStaysValid(string sample)
    {
        var root = InterchangeHarness.Parse(InterchangeHarness.PathOf(sample));
        var count = InterchangeHarness.Count(root);
        DefinitionNode[] others = [Nodes.Nothing, Nodes.Text("${gone}"), Nodes.Text("ж\u2028'\"\\ {{ x }} : # ["), Nodes.Number(-1e20m), Nodes.List([]), Nodes.List([Nodes.Map(("a", Nodes.Text("b")))]), Nodes.Map(("a", Nodes.List([])))];

        Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, others.Length - 1]).Sample(
            (at, other) =>
            {
                var path = Path.Combine(folder, "changed.yaml");
                File.WriteAllText(path, YamlWriter.Write((MappingNode)InterchangeHarness.Replace(root, at, others[other])));

                var result = InterchangeHarness.Run(sample.Split('/')[0], path);

                if (result.Errors.IsEmpty && !result.Files.IsEmpty)
                {
                    InterchangeHarness.Validate(result.Files).Errors.ShouldBeEmpty();
                    InterchangeHarness.Untold(InterchangeHarness.Parse(path), result.Report).ShouldBeEmpty();
                }
            },
            iter: 120,
            threads: 1);
    }

    public static TheoryData<string> Samples() => [.. InterchangeHarness.Samples];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Run_HostileFile_IsRefusedInWords(string format)
    {
        string[] hostile =
        [
            "", "[", "just words", "- a\n- b\n", "a: &x 1\nb: *x\n", "a: !!binary x\n", "a: 1\na: 2\n", "<<: {a: 1}\n", "\0", "\u202Ea: 1", "a: 1\n---\nb: 2\n",
            string.Concat(Enumerable.Repeat("[", 100_000)), "a: " + new string('x', 1_100_000),
        ];
        foreach (var text in hostile)
        {
            var path = Path.Combine(folder, "hostile.yaml");
            File.WriteAllText(path, text);

            var result = InterchangeHarness.Run(format, path);

            result.Files.ShouldBeEmpty();
            (result.Errors.Length + result.Report.Items.Count(item => item.Fate == Fate.LeftOut)).ShouldBePositive(text[..Math.Min(text.Length, 20)]);
            result.Errors.ShouldAllBe(error => error.Problem.Length < 300 && !error.Problem.Contains("Exception", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Run_NotUtf8_IsRefused(string format)
    {
        var path = Path.Combine(folder, "latin.yaml");
        File.WriteAllBytes(path, [(byte)'a', (byte)':', (byte)' ', 0xE4]);

        InterchangeHarness.Run(format, path).Errors.ShouldHaveSingleItem().Problem.ShouldBe("The file is not UTF-8 text.");
    }

    [Theory]
    [InlineData("two words", "bi", "--source")]
    [InlineData("shop", "two words", "--owner")]
    public void Run_WordsThatAreNoNames_AreRefused(string source, string owner, string told)
    {
        var path = InterchangeHarness.PathOf(InterchangeHarness.Samples[0]);

        var result = Import.Run(ImportFormats.All[0], path, new(source, owner), new TestSyntax());

        result.Errors.ShouldHaveSingleItem().Place.File.ShouldBe(told);
    }

    public static TheoryData<string> Formats() => [.. ImportFormats.All.Select(format => format.Key)];

    private static ImportResult Run(string sample) => InterchangeHarness.Run(sample.Split('/')[0], InterchangeHarness.PathOf(sample));
}
