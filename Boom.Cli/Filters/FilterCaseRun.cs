using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Embedded;
using MongoDB.Bson;

namespace Boom.Cli.Filters;

/// <summary>Asks a filter of cases.</summary>
/// <param name="ready">The filter.</param>
/// <param name="store">Where stored ones are; null when there is none of these.</param>
/// <param name="time">Clock.</param>
internal sealed class FilterCaseRun(ReadyFilter ready, StoreSession? store, TimeProvider time)
{
    const int MostAlertsOfAnObject = 100_000;

    FilterInputs? _inputs;

    /// <summary>The verdict on a case.</summary>
    public async Task<CaseVerdict> RunAsync(FilterCase one, CancellationToken cancellationToken)
    {
        if (one.Documents is { } documents)
            return IsHidden(documents, out var program) ? Unseen(one, program) : Judge(one, AlertQuestion.Ask(ready, Input(documents), time, cancellationToken));
        _inputs ??= new FilterInputs(ready, store!);
        return one.Candid is { } candid ? await AlertAsync(one, candid, cancellationToken) : await ObjectAsync(one, one.ObjectId!, cancellationToken);
    }

    async Task<CaseVerdict> AlertAsync(FilterCase one, long candid, CancellationToken cancellationToken)
    {
        if (await _inputs!.FindAsync(candid, cancellationToken) is not { } subject)
            return new CaseVerdict(one, false, null, $"The alert is not stored in {store!.Name}.");
        return Judge(one, subject, cancellationToken);
    }

    // Of an object that must not pass every alert is asked; of one that must, until one passes.
    async Task<CaseVerdict> ObjectAsync(FilterCase one, string objectId, CancellationToken cancellationToken)
    {
        var alerts = await store!.Reader.ListAlertsAsync(ready.Survey.Key, objectId, MostAlertsOfAnObject, cancellationToken);
        if (alerts.Count == 0)
            return new CaseVerdict(one, false, null, $"No alert of the object is stored in {store.Name}.");
        CaseVerdict? verdict = null;
        await foreach (var slice in _inputs!.ReadAsync([.. alerts.Select(alert => alert.Candid)], cancellationToken))
        {
            foreach (var subject in slice)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = Judge(one, subject, cancellationToken);
                if (next.Passes)
                    return next with { Fault = next.Fault is { } fault ? $"{fault.TrimEnd('.')}: alert {subject.Candid}." : null };
                verdict ??= next;
            }
        }

        return verdict ?? new CaseVerdict(one, false, null, $"No alert of the object is stored in {store.Name}.");
    }

    CaseVerdict Judge(FilterCase one, FilterSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Fault is { } fault)
            return new CaseVerdict(one, false, null, fault);
        if (!ready.MaySee(subject.ProgramId))
            return Unseen(one, subject.ProgramId);
        return Judge(one, AlertQuestion.Ask(ready, subject.Input, time, cancellationToken));
    }

    // One that does not say of which programme it is may be of any.
    bool IsHidden(CaseDocuments documents, out int program)
    {
        program = 0;
        if (!documents.All["alert"].AsBsonDocument.TryGetValue("candidate", out var candidate) || candidate is not BsonDocument fields
            || !fields.TryGetValue("programid", out var number) || !number.IsNumeric)
        {
            return false;
        }

        program = number.ToInt32();
        return !ready.MaySee(program);
    }

    static CaseVerdict Unseen(FilterCase one, int program) => Judge(one, passes: false, $"the filter does not see programme {program}");

    static CaseVerdict Judge(FilterCase one, FilterExplanation answer) => Judge(one, answer.Passed, AlertQuestion.Reason(answer));

    static CaseVerdict Judge(FilterCase one, bool passes, string? reason)
    {
        if (passes != one.Passes)
            return new CaseVerdict(one, passes, reason, passes ? "It passes and must not." : $"It does not pass and must: {reason}.");
        var isWrongReason = one.Because is { } because && !passes && !reason!.Contains(because, StringComparison.Ordinal);
        return new CaseVerdict(one, passes, reason, isWrongReason ? $"It does not pass, but not because of {one.Because}: {reason}." : null);
    }

    FilterInput Input(CaseDocuments documents)
    {
        var alert = documents.All["alert"].AsBsonDocument;
        var whole = new BsonDocument("_id", 1L) { { "objectId", "by hand" } }.Merge(alert, overwriteExistingElements: true);
        var input = new FilterInput(whole.ToBson(), Bson(documents.All, "object"), Bson(documents.All, "partner")) { History = History(documents.All, whole) };
        if (!documents.IsOnWatchlist || ready.Filter.Watchlist is not { } list)
            return input;
        return input with { Watchlists = new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(StringComparer.Ordinal) { [list] = [default] } };
    }

    // As the store gives it: the alert itself among them, in order of time.
    static ReadOnlyMemory<byte>[] History(BsonDocument all, BsonDocument alert) =>
    [
        .. (all.TryGetValue("history", out var earlier) ? earlier.AsBsonArray.OfType<BsonDocument>() : []).Append(alert)
            .Select(one => (ReadOnlyMemory<byte>)one.ToBson()).OrderBy(one => BodyAlertFields.JdOf(one.Span)),
    ];

    static ReadOnlyMemory<byte> Bson(BsonDocument all, string part) => all.TryGetValue(part, out var document) ? document.AsBsonDocument.ToBson() : default;
}
