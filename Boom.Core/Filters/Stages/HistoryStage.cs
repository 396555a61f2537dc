using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>Adds <c>sso_history</c>; an alert without a designation of a Solar System object ends here.</summary>
sealed class HistoryStage(Place place, int slot) : Stage(place)
{
    static readonly FieldName Name = new(FilterView.History);
    static readonly FieldName[] Designation = [new("properties"), new("sso"), new("designation")];

    public override Truth Apply(FilterRun run, ref FilterValue document)
    {
        var designation = Paths.Follow(run, document, Designation, 0);
        if (designation.IsUnknown)
            return Truth.Unknown;
        if (designation.IsNullish)
            return Truth.False;
        var builder = new FieldBuilder(run, Documents.Count(document) + 1);
        var cursor = new FieldCursor(document);
        while (cursor.Next())
            builder.Add(cursor.Field);
        builder.Set(new(Name, run.Index.Raw(slot)));
        document = builder.Complete();
        return Truth.True;
    }
}
