using System.Globalization;
using System.Text;
using System.Xml;
using DataMonitor.Core.Checks;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>For build servers: a dataset is a suite, a check is a case. A warning is a passed case that says so.</summary>
internal static class JUnitReport
{
    public static void Write(RunSummary summary, TextWriter output)
    {
        using (var xml = XmlWriter.Create(output, new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CloseOutput = false, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "monitor");
            Totals(xml, summary.Results);
            foreach (var dataset in summary.Datasets)
            {
                Suite(xml, dataset);
            }

            xml.WriteEndElement();
        }

        output.Write('\n');
    }

    private static void Suite(XmlWriter xml, DatasetOutcome outcome)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(outcome.Dataset.Name));
        xml.WriteAttributeString("timestamp", outcome.Report.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Totals(xml, outcome.Report.Results);
        foreach (var result in outcome.Report.Results)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(outcome.Dataset.Name));
            xml.WriteAttributeString("name", Clean(result.Name));
            xml.WriteAttributeString("time", result.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
            Verdict(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Verdict(XmlWriter xml, CheckResult result)
    {
        var element = result.Outcome switch
        {
            CheckOutcome.Failed => "failure",
            CheckOutcome.Errored => "error",
            CheckOutcome.NotApplicable => "skipped",
            CheckOutcome.Warned => "system-out",
            _ => null,
        };
        if (element == "system-out")
        {
            xml.WriteElementString(element, Clean($"Warning: {result.Explanation}{Segments(result)}"));
        }
        else if (element is not null)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", Clean(result.Explanation));
            if (Segments(result) is { Length: > 0 } segments)
            {
                xml.WriteString(Clean(segments));
            }

            xml.WriteEndElement();
        }
    }

    private static string Segments(CheckResult result) =>
        string.Concat(RunSummary.BadSegments(result).Select(segment => $"\n{TextReport.WordOf(segment.Outcome)}: {segment.Name}: {segment.Figure}"));

    private static void Totals(XmlWriter xml, IEnumerable<CheckResult> results)
    {
        var outcomes = results.Select(result => result.Outcome).ToArray();
        Number("tests", outcomes.Length);
        Number("failures", outcomes.Count(outcome => outcome == CheckOutcome.Failed));
        Number("errors", outcomes.Count(outcome => outcome == CheckOutcome.Errored));
        Number("skipped", outcomes.Count(outcome => outcome == CheckOutcome.NotApplicable));

        void Number(string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>XML cannot hold control characters at all, not even escaped; names of columns may.</summary>
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]))
            {
                clean.Append(text, index++, 2);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[index]) ? text[index] : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
