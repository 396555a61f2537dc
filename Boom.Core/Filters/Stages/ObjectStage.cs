using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>
/// Adds what the pipeline asks of the object: light curves, matches, names, and light curves of the partner survey's object. It stands before the first stage
/// that asks. What is added is made when something reads it.
/// </summary>
/// <param name="place">Where it stands.</param>
/// <param name="fields">The fields with their places in the index, in order.</param>
/// <param name="partnerFields">The fields of the partner's object.</param>
/// <param name="partner">The name under which these are; null for none.</param>
/// <param name="partnerJoin">The name of the join, which stays behind as null; null for none.</param>
sealed class ObjectStage(
    Place place, (FieldName Name, int Slot)[] fields, (FieldName Name, int Slot)[] partnerFields, FieldName? partner, FieldName? partnerJoin) : Stage(place)
{
    static readonly FieldName Join = new("aux");

    /// <summary>Paths of what it adds.</summary>
    public IReadOnlyList<string> Added { get; } =
        [.. fields.Select(field => field.Name.Text), .. partnerFields.Select(field => $"{partner?.Text}.{field.Name.Text}")];

    public override Truth Apply(FilterRun run, ref FilterValue document)
    {
        var builder = new FieldBuilder(run, Documents.Count(document) + fields.Length + 3);
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            builder.Add(cursor.Field);
        // The join of the reference leaves its name behind.
        builder.Set(new(Join, FilterValue.Null));
        foreach (var (name, slot) in fields)
            builder.Set(new(name, run.Index.Raw(slot)));
        if (partner is not null && partnerJoin is not null)
        {
            builder.Set(new(partnerJoin, FilterValue.Null));
            builder.Set(new(partner, Partner(run)));
        }

        document = builder.Complete();
        return Truth.True;
    }

    FilterValue Partner(FilterRun run)
    {
        var builder = new FieldBuilder(run, partnerFields.Length);
        foreach (var (name, slot) in partnerFields)
            builder.Add(new(name, run.Index.Raw(slot)));
        return builder.Complete();
    }
}
