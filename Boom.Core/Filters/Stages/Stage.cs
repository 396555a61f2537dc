using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>A stage of a pipeline.</summary>
abstract class Stage(Place place)
{
    public Place Place => place;

    /// <summary>Whether it makes of each document one or none, without a look at the others.</summary>
    public virtual bool IsSingle => true;

    /// <summary>
    /// Passes a document on, changed or as it is; false when it ends here. The document is the one of the run.
    /// </summary>
    public abstract Truth Apply(FilterRun run, ref FilterValue document);

    /// <summary>Passes all documents on.</summary>
    public virtual void ApplyAll(FilterRun run, List<FilterValue> documents)
    {
        var kept = 0;
        for (var i = 0; i < documents.Count; i++)
        {
            var document = documents[i];
            run.Document = document;
            if (Apply(run, ref document) == Truth.True)
                documents[kept++] = document;
        }

        documents.RemoveRange(kept, documents.Count - kept);
    }
}

/// <summary>A stage that must see all documents, or makes several of one.</summary>
abstract class SetStage(Place place) : Stage(place)
{
    public override bool IsSingle => false;

    public override Truth Apply(FilterRun run, ref FilterValue document)
        => throw new InvalidOperationException($"{Place.StageName} works on all documents.");

    public abstract override void ApplyAll(FilterRun run, List<FilterValue> documents);
}
