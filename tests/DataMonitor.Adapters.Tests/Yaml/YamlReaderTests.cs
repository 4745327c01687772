using System.Text;
using CsCheck;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Read_Mapping_KeepsTextQuotesAndPlaces()
    {
        var (node, errors) = Read("a: 5\nb: ['x', \"y\"]\n");

        errors.ShouldBeEmpty();
        var mapping = node.ShouldBeOfType<MappingNode>();
        mapping.Entries.Select(entry => (entry.Key, entry.KeyPlace)).ShouldBe([("a", At(1, 1)), ("b", At(2, 1))]);
        mapping.Entries[0].Value.ShouldBe(new ScalarNode(At(1, 4), "5", IsQuoted: false));
        mapping.Entries[1].Value.ShouldBeOfType<SequenceNode>().Items
            .ShouldBe([new ScalarNode(At(2, 5), "x", IsQuoted: true), new ScalarNode(At(2, 10), "y", IsQuoted: true)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n...\n")]
    public void Read_Nothing_IsNull(string text)
    {
        var (node, errors) = Read(text);

        errors.ShouldBeEmpty();
        node.ShouldBeOfType<ScalarNode>().IsNull.ShouldBeTrue();
    }

    [Fact]
    public void Read_ByteOrderMark_IsSkipped()
    {
        var (node, _) = Read("\uFEFFa: 1\n");

        node.ShouldBeOfType<MappingNode>().Entries[0].Key.ShouldBe("a");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Read_HundredThousandLevels_IsRefusedAtOnce(string opening)
    {
        var (node, errors) = Read(string.Concat(Enumerable.Repeat(opening, 100_000)));

        node.ShouldBeNull();
        errors.ShouldHaveSingleItem().Problem.ShouldBe("The file is nested deeper than 32 levels.");
    }

    [Fact]
    public void Read_TooManyValues_IsRefused()
    {
        var (node, errors) = Read("a: [" + string.Concat(Enumerable.Repeat("1,", 100_001)) + "]");

        node.ShouldBeNull();
        errors.ShouldHaveSingleItem().Problem.ShouldBe("The file holds more than 100000 values.");
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnparsed()
    {
        var (node, errors) = Read(new string('a', YamlReader.LargestFile + 1));

        node.ShouldBeNull();
        errors.ShouldHaveSingleItem().ToString().ShouldBe("test.yaml: The file is larger than 1 MB. Split it: one dataset for each file.");
    }

    [Fact]
    public void Read_NotUtf8_NamesTheLine()
    {
        var errors = new List<DefinitionError>();

        YamlReader.Read("test.yaml", [.. "a: 1\nb: "u8, 0xE4, (byte)'\n'], errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().Place.ShouldBe(At(2, 0));
    }

    [Fact] // Whatever is typed: an answer, in our words, with a place in the file.
    public void Read_AnyText_GivesANodeOrAnErrorInTheFile() =>
        Gen.String[Gen.Char["ab:- \n\t[]{},\"'|>*&!%@`#?~<0\r${}()\\=.\u0085\u2028é\0"], 0, 40].Sample(text =>
        {
            var (node, errors) = Read(text);

            if (node is null)
            {
                errors.ShouldNotBeEmpty();
            }

            foreach (var error in errors)
            {
                error.Place.Line.ShouldBeInRange(0, text.Count(sign => sign is '\n' or '\r') + 2);
                error.Problem.ShouldNotContain("While");
                error.Problem.ShouldEndWith(".");
                error.Remedy.ShouldEndWith(".");
            }
        }, iter: 20_000);

    private static Place At(int line, int column) => new("test.yaml", line, column);

    private static (DefinitionNode? Node, List<DefinitionError> Errors) Read(string text)
    {
        var errors = new List<DefinitionError>();
        return (YamlReader.Read("test.yaml", Encoding.UTF8.GetBytes(text), errors), errors);
    }
}
