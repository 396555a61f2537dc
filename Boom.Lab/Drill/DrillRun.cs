using Boom.Core.Surveys;
using Boom.Embedded.Servers;
using Boom.Simulation;
using StackExchange.Redis;

namespace Boom.Lab.Drill;

/// <summary>
/// One run: a night is published, the programs take it in while the faults of the seed happen, and when all is mended and done every packet
/// and every document is looked at.
/// </summary>
/// <param name="folder">Empty folder for logs.</param>
internal sealed class DrillRun(DrillServers servers, DrillSettings settings, string folder, TimeProvider time)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    const int MostTries = 50;

    readonly DrillQuestions _ask = new(time);
    readonly List<string> _problems = [];
    IReadOnlyList<DrillPart> _parts = [];

    IEnumerable<DrillNight> Nights => _parts.Select(part => part.Night);

    /// <param name="number">Number of the run on these servers, from 0: every one has a date of its own.</param>
    public async Task<DrillResult> RunAsync(ulong seed, int number, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        await servers.CleanAsync(FormattableString.Invariant($"{seed}"), cancellationToken);
        _parts = [.. settings.Surveys.Select(survey => DrillPart.Create(OptionsOf(survey, seed, number), number, servers.KafkaDirect, time))];
        try
        {
            return await RunAsync(seed, began, cancellationToken);
        }
        finally
        {
            foreach (var part in _parts)
                await part.DisposeAsync();
        }
    }

    SimulationOptions OptionsOf(Survey survey, ulong seed, int number) =>
        new() { Survey = survey, Alerts = settings.Alerts, Seed = seed, Night = SimulationOptions.FirstNight.AddDays(number) };

    async Task<DrillResult> RunAsync(ulong seed, long began, CancellationToken cancellationToken)
    {
        using var reference = await DrillReference.CreateAsync(Nights, Path.Combine(folder, "reference.db"), time.GetUtcNow(), cancellationToken);
        using var store = DrillStore.Open(servers, FormattableString.Invariant($"drill_{seed}"), folder, settings.CutoutsInFolder, time);
        foreach (var part in _parts)
            await part.Publisher.OpenAsync(EmbeddedBroker.PartitionCount, cancellationToken);

        var streams = await DrillStreams.BeginAsync(settings, store, servers, _ask, time, cancellationToken);
        var catalogs = new DrillCatalogs(Path.Combine(folder, "catalogs"), _parts[0].Night, time);
        catalogs.Begin();
        var clocks = new DrillClocks(DrillClocks.Find(), folder);
        var plan = PlanOf(seed);
        var wrongClocks = plan.Where(fault => DrillPlan.IsOfClock(fault.Kind)).Select(fault => fault.Target).ToHashSet();
        await using var programs = DrillPrograms.Start(settings, TopicOf, Variables(store, catalogs), clocks, wrongClocks, folder, time);
        await Task.Delay(settings.Idle, time, cancellationToken);
        var random = new Random(unchecked((int)seed));
        var streamFaults = new StreamFaults(servers, programs, streams.Witness, time);
        var faults = new FaultRunner(
            servers, programs, clocks, new BrokerFaults(servers, _parts, streamFaults, store.Alerts, random, time), streamFaults,
            new QueueFaults(servers, programs, _parts, store.Alerts, random, time), catalogs, time);
        await Task.WhenAll([.. _parts.Select(part => part.Publisher.PlayAsync(settings.Night, cancellationToken)), faults.RunAsync(plan, cancellationToken)]);
        await RestAsync(cancellationToken);
        _problems.AddRange(faults.Problems);

        var mended = time.GetTimestamp();
        var account = await WaitAsync(store, streams, programs, cancellationToken);
        var recovery = time.GetElapsedTime(mended);
        if (account.IsSettled)
            account = await SendAgainAsync(store, streams, programs, cancellationToken) ?? account;
        if (account.IsSettled && settings.Again)
            account = await PlayAgainAsync(store, streams, programs, cancellationToken);
        foreach (var part in _parts)
            _problems.AddRange(await part.CompareAsync(store, _ask, cancellationToken));
        var check = new DrillCheck(store, reference);
        foreach (var night in Nights)
            await check.RunAsync(night, cancellationToken);
        _problems.AddRange(check.Sentences);
        var messages = await streams.CheckAsync(_parts, cancellationToken);
        _problems.AddRange(messages.Sentences);
        _problems.AddRange(await DrillAliases.CheckAsync([.. Nights], store.Alerts, cancellationToken));
        _problems.AddRange(await catalogs.CheckAsync(store.Alerts, store.Reader, cancellationToken));
        await CheckQueuesAsync(cancellationToken);
        _problems.AddRange(await programs.StopAsync(cancellationToken));
        var packets = account.Packets;
        return new DrillResult(
            seed, plan, packets.Published, packets.Expired, check.Lost + packets.Unaccounted + packets.Waiting + messages.Lost,
            check.Duplicated + messages.Duplicated, check.HalfStored, messages.Passing, messages.Public, streams.Witness.Book.Count, recovery,
            time.GetElapsedTime(began), _problems);
    }

    string TopicOf(Survey survey) => _parts.First(part => part.Survey == survey).Publisher.Topic;

    async Task RestAsync(CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
            await part.Publisher.AloneAsync(() => Task.CompletedTask, cancellationToken);
    }

    IReadOnlyList<DrillFault> PlanOf(ulong seed)
    {
        if (settings.Away.Count > 0)
            return [.. settings.Away.Select(away => new DrillFault(settings.Night / 3, DrillFaultKind.StopServer, away.Server, away.Duration))];
        var programs = DrillPrograms.NamesOf(settings);
        var upgrades = settings.Before is null ? [] : DrillPlan.Upgrade(seed, DrillPrograms.EarlierOf(programs), settings.Night);
        return DrillPlan.Create(seed, programs, [.. servers.Names.Append(DrillCatalogs.Name).Except(settings.Spared)], settings.Night, servers.MayKill, settings.DrawnKinds, upgrades);
    }

    static Dictionary<string, string?> With(Dictionary<string, string?> variables, DrillCatalogs catalogs)
    {
        foreach (var (name, value) in catalogs.Variables)
            variables[name] = value;
        return variables;
    }

    Dictionary<string, string?> Variables(DrillStore store, DrillCatalogs catalogs) => With(new()
    {
        ["ConnectionStrings__kafka"] = DrillServers.Address(servers.Kafka.Proxy.Port),
        ["ConnectionStrings__valkey"] = DrillServers.Address(servers.Valkey.Proxy.Port) + ",connectTimeout=1000,syncTimeout=2000,asyncTimeout=2000",
        ["ConnectionStrings__alertdb"] = store.ConnectionString,
        ["Cutouts__Store"] = store.Cutouts.Store,
        ["Cutouts__Folder"] = store.Cutouts.Folder,
    }, catalogs);

    /// <summary>
    /// Waits until every packet has an outcome, every alert is enriched and no message is due any more. Answers the account of all surveys.
    /// </summary>
    async Task<DrillAccount> WaitAsync(DrillStore store, DrillStreams streams, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var moved = time.GetTimestamp();
        var before = (0L, 0L, 0L, 0L);
        while (true)
        {
            var account = await ReadAccountAsync(store, cancellationToken);

            // Dear on a store that looks at every alert for it.
            var unenriched = account.IsSettled ? await FindUnenrichedAsync(store, cancellationToken) : null;
            var due = account.IsSettled && unenriched is null ? await streams.FindDueAsync(cancellationToken) : null;
            if (account.IsSettled && unenriched is null && due is null)
                return account;
            if (programs.All.Select(program => program.FindEnd()).OfType<string>().FirstOrDefault() is { } ended)
            {
                _problems.Add(ended);
                return account;
            }

            var now = (account.Packets.AccountedFor, account.Packets.Unaccounted, unenriched ?? 0, due ?? 0);
            if (now != before)
                moved = time.GetTimestamp();
            before = now;
            if (time.GetElapsedTime(moved) > settings.Patience)
            {
                _problems.Add($"Nothing has moved for {settings.Patience.TotalSeconds} s: {account}, first alert not enriched {now.Item3}, first one due at the filters {now.Item4}");
                return account;
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    async Task<DrillAccount> ReadAccountAsync(DrillStore store, CancellationToken cancellationToken)
    {
        DrillAccount? sum = null;
        foreach (var part in _parts)
        {
            var account = await part.ReadAccountAsync(store, _ask, cancellationToken);
            sum = sum is null ? account : sum.Plus(account);
        }

        return sum!;
    }

    async Task<long?> FindUnenrichedAsync(DrillStore store, CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            if (await _ask.AskAsync(() => store.Alerts.FindUnenrichedAsync(part.Survey, long.MinValue, 1, cancellationToken), cancellationToken) is [var first, ..])
                return first;
        }

        return null;
    }

    /// <summary>Alerts that are not stored because the broker was made to lose them are published again; null when there are none.</summary>
    async Task<DrillAccount?> SendAgainAsync(DrillStore store, DrillStreams streams, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var part in _parts)
        {
            var (again, missed) = await part.SendAgainAsync(store, cancellationToken);
            sent += again;
            if (missed > 0)
                _problems.Add($"{missed} alerts of {part.Survey.ToUpperName()} are not stored although the broker has their packets");
        }

        return sent == 0 ? null : await WaitAsync(store, streams, programs, cancellationToken);
    }

    // A worker that stood still may yet finish what another has done since: to the same effect, but with another time of writing.
    async Task<DrillFingerprint> SettleAsync(DrillStore store, CancellationToken cancellationToken)
    {
        await CheckQueuesAsync(cancellationToken);
        var before = await DrillFingerprint.ReadAsync(Nights, store, cancellationToken);
        for (var tries = 0; tries < MostTries; tries++)
        {
            await Task.Delay(Quiet, time, cancellationToken);
            var now = await DrillFingerprint.ReadAsync(Nights, store, cancellationToken);
            if (now == before)
                break;
            before = now;
        }

        return before;
    }

    // The same nights once more: every packet a duplicate, every document as it was, and nothing is sent.
    async Task<DrillAccount> PlayAgainAsync(DrillStore store, DrillStreams streams, DrillPrograms programs, CancellationToken cancellationToken)
    {
        var before = await SettleAsync(store, cancellationToken);
        var first = (await WaitAsync(store, streams, programs, cancellationToken)).Packets;
        await streams.Witness.ReadLastAsync(cancellationToken);
        var sent = streams.Witness.Book.Count;
        await Task.WhenAll(_parts.Select(part => part.Publisher.PlayAsync(settings.Night, cancellationToken)));
        var account = await WaitAsync(store, streams, programs, cancellationToken);
        await streams.Witness.ReadLastAsync(cancellationToken);
        if (streams.Witness.Book.Count != sent)
            _problems.Add($"{streams.Witness.Book.Count - sent} messages were sent when the night was published again");
        var after = await DrillFingerprint.ReadAsync(Nights, store, cancellationToken);
        if (before != after)
            _problems.Add($"Documents have changed when the night was published again: {before} became {after}");
        if (account.Packets.Stored != first.Stored || account.Packets.Duplicates != first.Duplicates + Nights.Sum(night => night.Alerts + night.Repeats))
            _problems.Add($"Published again, the night gave {account} after {first}");
        return account;
    }

    async Task CheckQueuesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(DrillServers.Address(servers.Valkey.Port));
        foreach (var part in _parts)
            _problems.AddRange(await part.CheckQueuesAsync(connection, time, cancellationToken));
    }
}
