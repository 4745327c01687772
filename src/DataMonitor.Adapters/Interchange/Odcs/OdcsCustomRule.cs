using System.Text;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>A rule of type <c>custom</c>. That of the engine <c>monitor</c> holds one check as it stands in a list of checks.</summary>
internal static class OdcsCustomRule
{
    public const string Engine = "monitor";

    public static OdcsRule Read(Intake rule, string? column)
    {
        var engine = rule.Text("engine") ?? "";
        if (engine != Engine)
        {
            return OdcsRule.Refused(
                $"The implementation is written for the engine {Sentences.Quoted(engine)}.",
                engine.Contains("soda", StringComparison.OrdinalIgnoreCase) ? "Put SodaCL into a file of its own and read it with 'monitor import sodacl'." : "Write a check that demands the same.");
        }

        return rule.Take("implementation") switch
        {
            ScalarNode { Text: var text } => Check(YamlReader.Read(rule.Place.File, Encoding.UTF8.GetBytes(text), []), column),
            { } node => Check(node, column),
            null => Unreadable,
        };
    }

    private static OdcsRule Unreadable { get; } = OdcsRule.Refused("The implementation is not one check.", "Write one as in a list of checks, such as 'missing: {expect: \"<= 1%\"}'.");

    private static OdcsRule Check(DefinitionNode? node, string? column) => DraftCheck.Of(node, column) is { } check ? new(check, IsOurs: true) : Unreadable;
}
