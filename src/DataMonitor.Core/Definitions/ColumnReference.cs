using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>A column of another object in the source of the dataset being read.</summary>
public sealed record ColumnReference(DatasetObject Object, string Column)
{
    /// <summary>As people know it: <c>crm.customers.id</c>.</summary>
    public string Words => Object switch
    {
        TableObject table => $"{string.Join('.', table.Path)}.{Column}",
        FilesObject files => $"{files.Glob}.{Column}",
        _ => Column,
    };
}

internal sealed class ColumnReferenceShape : Shape<ColumnReference>
{
    private const string Remedy = "Write source/table.column, such as warehouse/crm.customers.id.";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ColumnReference value)
    {
        value = null;
        if (!Scalars.TryText(node, "a column of another table", Remedy, context, out var text))
        {
            return false;
        }

        var (source, rest) = text.Split('/', 2) is [var name, var after] ? (name, after) : (context.Source, text);
        var subject = Scalars.Subject(context);
        if (source is not null && context.Sources?.ContainsKey(source) == false)
        {
            context.Report(node.Place, $"{subject}: there is no source {Sentences.Quoted(source)}.", DatasetNames.SuggestSource(source, context.Sources));
        }
        else if (source != context.Source && context.Source is not null)
        {
            context.Report(node.Place, $"{subject}: {Sentences.Quoted(text)} lies in source {Sentences.Quoted(source!)}, this dataset in '{context.Source}'.", "Both must lie in one source, because its engine compares them.");
        }
        else if (rest.LastIndexOf('.') is var dot && (dot <= 0 || dot == rest.Length - 1) || Names.ParsePath(rest[(dot + 1)..]) is not [var column])
        {
            context.Report(node.Place, $"{subject}: {Sentences.Quoted(text)} names no column.", Remedy);
        }
        else if (DatasetNames.ParseObject(rest[..dot], source is not null && context.Sources?.GetValueOrDefault(source) == ObjectForm.Files ? ObjectForm.Files : ObjectForm.Table, out var problem) is not { } target)
        {
            context.Report(node.Place, $"{subject}: {problem}", Remedy);
        }
        else
        {
            value = new(target, column);
        }

        return value is not null;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["type"] = "string", ["pattern"] = @"^\S.*\.[^.]+$" });
}
