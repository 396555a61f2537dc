using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.FilterWorker.Filters;

/// <summary>Makes filters run: what evaluates pipelines is put in here. One object serves all workers.</summary>
public interface IFilterEngine
{
    /// <summary>Makes the versions of filters that run ready for one worker; those that cannot be are told, and left out.</summary>
    /// <param name="survey">Whose alerts they look at.</param>
    /// <param name="filters">Active filters, each with a version that runs (<see cref="StoredFilter.Running"/>).</param>
    IFilterSet Compile(ISurvey survey, IReadOnlyList<StoredFilter> filters);
}

/// <summary>Filters of a survey, ready to run. One worker has it; it may use its buffers again.</summary>
public interface IFilterSet : IDisposable
{
    /// <summary>The filters, in the order of their numbers.</summary>
    IReadOnlyList<StoredFilter> Filters { get; }

    /// <summary>Those that cannot run.</summary>
    IReadOnlyList<FilterProblem> Problems { get; }

    /// <summary>What they look at beside alert, object and partner: it is in <see cref="AlertDocuments.Beside"/> of the alerts that they take.</summary>
    FilterNeeds Needs => FilterNeeds.None;

    /// <summary>Takes alerts in hand. Each may be evaluated, by any number of filters, until others are taken.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="unknown">Paths whose values are not known, for <see cref="CouldPass"/>; null for none.</param>
    void Load(IReadOnlyList<AlertDocuments> alerts, UnknownPaths? unknown = null);

    /// <summary>
    /// Evaluates one filter on one of the alerts. It is asked only where the filter may see the alert; which points of the object it sees is its own to know
    /// (<see cref="StoredFilter.ProgramsOf"/>). An error of the data is an answer, not an exception.
    /// </summary>
    /// <param name="filter">Number of the filter.</param>
    /// <param name="alert">Number of the alert among those taken.</param>
    FilterVerdict Evaluate(int filter, int alert);

    /// <summary>Whether a filter could pass one of the alerts, whatever the values turn out to be that are not known; also where its data may be an error.</summary>
    /// <param name="filter">Number of the filter.</param>
    /// <param name="alert">Number of the alert among those taken.</param>
    bool CouldPass(int filter, int alert);
}

/// <summary>A filter that cannot run.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Reason">Why, a sentence without end.</param>
public sealed record FilterProblem(StoredFilter Filter, string Reason);

/// <summary>What a filter says of an alert.</summary>
/// <param name="Passed">It lets it pass.</param>
/// <param name="Annotations">What it says of it, a BSON document; empty for nothing. Valid until other alerts are taken.</param>
/// <param name="Error">What went wrong, a sentence; null for nothing. Then it does not pass.</param>
public readonly record struct FilterVerdict(bool Passed, ReadOnlyMemory<byte> Annotations = default, string? Error = null)
{
    /// <summary>It does not pass.</summary>
    public static FilterVerdict No => default;

    /// <summary>It passes.</summary>
    public static FilterVerdict Yes(ReadOnlyMemory<byte> annotations = default) => new(true, annotations);

    /// <summary>It went wrong.</summary>
    public static FilterVerdict Wrong(string error) => new(false, default, error);
}
