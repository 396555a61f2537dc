using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Surveys;

namespace Boom.FilterWorker;

/// <content>What filters look at beside alert, object and partner, read once for all of them.</content>
sealed partial class FilterProcessor
{
    readonly FilterBesideReader _beside = new(services.Survey, services.Store);

    FilterNeeds Needs => _set?.Needs ?? FilterNeeds.None;

    int SliceSize => Math.Min(_reader.Slice, FilterBesideReader.SliceOf(Needs));

    async ValueTask<List<AlertDocuments>> ReadAsync(List<AlertToEnrich> alerts, CancellationToken cancellationToken)
    {
        var documents = await _reader.ReadAsync(alerts, cancellationToken);
        if (Needs is { History: false, Watchlists.Count: 0 })
            return documents;
        var beside = await _beside.ReadAsync(documents.ConvertAll(alert => (alert.ObjectId, alert.Jd, alert.Alert)), Needs, cancellationToken);
        for (var i = 0; i < documents.Count; i++)
            documents[i] = documents[i] with { Beside = beside[i] };
        Tell(beside, documents);
        return documents;
    }

    void Tell(IReadOnlyList<FilterBeside> beside, List<AlertDocuments> documents)
    {
        var cut = 0;
        for (var i = 0; i < beside.Count; i++)
        {
            if (beside[i].IsHistoryCut && cut++ == 0)
                FilterWorkerLog.HistoryCut(logger, documents[i].Candid, documents[i].ObjectId, FilterBesideReader.MostHistory);
        }

        services.Telemetry.BesideRead(
            Survey, beside.Sum(each => (long)(each.History?.Count ?? 0)), cut, beside.Count(each => each.Watchlists is not null));
    }
}
