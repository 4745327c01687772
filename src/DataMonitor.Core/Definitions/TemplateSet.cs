using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DataMonitor.Core.Definitions;

/// <summary>The templates of a catalog, by name.</summary>
/// <param name="templates">A name without a template stands for one that could not be read; its mistakes were told.</param>
/// <param name="isWhole">Whether every file could be parsed; otherwise an unknown template may stand in one that could not.</param>
internal sealed class TemplateSet(ImmutableDictionary<string, Template?> templates, bool isWhole)
{
    public const string UsesKey = "uses";
    private const int MostUses = 20;

    public static TemplateSet None { get; } = new(ImmutableDictionary<string, Template?>.Empty, isWhole: true);

    public static Field<ValueList<TemplateUse>> Uses { get; } = new(UsesKey, Shapes.ListOf(new TemplateUseShape()), "Templates whose keys this dataset takes over: [defaults, {template: key-column, with: {column: id}}].");

    public IEnumerable<Template> All => templates.Values.OfType<Template>();

    /// <summary>Reads every template; two of one name are a mistake that names both places.</summary>
    public static TemplateSet Read(IEnumerable<DefinitionNode> files, TemplateReader reader, bool isWhole, ReadContext context)
    {
        var read = NamedFiles.Read(files, TemplateReader.Key, node => reader.Read(node, context), ref isWhole, context);
        return new(read, isWhole);
    }

    /// <summary>Puts the keys of the templates that a dataset uses in front of its own.</summary>
    /// <param name="used">Those found, in the order in which they are named.</param>
    /// <returns><see langword="false"/> when a mistake was reported; <paramref name="merged"/> then is what stands in the dataset alone.</returns>
    public bool TryApply(MappingNode dataset, ReadContext context, out MappingNode merged, out ImmutableArray<string> used)
    {
        used = [];
        merged = dataset;
        if (dataset.Entries.FirstOrDefault(entry => entry.Key == UsesKey) is not { } entry)
        {
            return true;
        }

        context.Key = UsesKey;
        var isRead = Uses.TryRead(entry.Value, context, out var read);
        context.Key = "";
        merged = dataset with { Entries = dataset.Entries.Remove(entry) };
        if (!isRead)
        {
            return false;
        }

        var uses = (ValueList<TemplateUse>)read!;
        if (uses.Count > MostUses)
        {
            context.Report(entry.Value.Place, $"A dataset uses {uses.Count} templates.", $"Use at most {MostUses}.");
            return false;
        }

        var parts = uses.Select(use => TryFill(use, context, out var filled) ? filled : (ImmutableArray<MappingEntry>?)null).ToArray();
        used = [.. uses.Select(use => use.Template.Text)];
        if (Array.Exists(parts, part => part is null))
        {
            return false;
        }

        merged = DatasetMerge.Merge(merged, [.. parts.Select(part => part!.Value)]);
        return true;
    }

    public void WarnOfUnused(IEnumerable<DatasetReading> datasets, ReadContext context)
    {
        var used = datasets.SelectMany(dataset => dataset.Templates).ToHashSet(StringComparer.Ordinal);
        foreach (var template in All.Where(template => !used.Contains(template.Name)))
        {
            context.Warn(template.Place, $"No dataset uses template '{template.Name}'.", "Name it under 'uses:' of a dataset, or delete the file.");
        }
    }

    private bool TryFill(TemplateUse use, ReadContext context, out ImmutableArray<MappingEntry> filled)
    {
        filled = [];
        var (name, place) = (use.Template.Text, use.Template.Place);
        if (!templates.TryGetValue(name, out var template))
        {
            if (isWhole)
            {
                context.Report(place, $"There is no template {Sentences.Quoted(name)}.", templates.IsEmpty
                    ? "Put a file into the folder that begins with 'template:' and this name."
                    : Sentences.Suggest(name, templates.Keys.Order(StringComparer.Ordinal)));
            }

            return false;
        }

        return template is not null && TryArguments(use, template, context, out var arguments) && !(filled = template.Filled(arguments)).IsDefault;
    }

    private static bool TryArguments(TemplateUse use, Template template, ReadContext context, [NotNullWhen(true)] out Dictionary<string, ScalarNode>? arguments)
    {
        var before = context.Errors.Count;
        var known = template.Parameters.Select(parameter => parameter.Name).ToArray();
        foreach (var stray in use.Arguments.Where(argument => !known.Contains(argument.Key, StringComparer.Ordinal)))
        {
            context.Report(
                stray.KeyPlace,
                $"Template '{template.Name}' has no parameter {Sentences.Quoted(stray.Key)}.",
                known.Length == 0 ? "It takes none; leave 'with' out." : Sentences.Suggest(stray.Key, known));
        }

        arguments = new(StringComparer.Ordinal);
        foreach (var parameter in template.Parameters)
        {
            if ((use.Arguments.FirstOrDefault(argument => argument.Key == parameter.Name)?.Value as ScalarNode ?? parameter.Default) is { } value)
            {
                arguments[parameter.Name] = value;
            }
            else
            {
                context.Report(
                    use.Template.Place,
                    $"Template '{template.Name}' needs a value for '{parameter.Name}'.",
                    $"Write {{template: {template.Name}, with: {{{parameter.Name}: …}}}}.");
            }
        }

        return context.Errors.Count == before;
    }
}
