namespace Boom.Storage.Mongo;

/// <summary>How far the building of indexes has come.</summary>
/// <param name="Collection">Their collection.</param>
/// <param name="Indexes">How many are built at once.</param>
/// <param name="Elapsed">Time since this program asked for them.</param>
/// <param name="Share">From 0 to 1, as the server tells; null when it does not.</param>
public sealed record IndexProgress(string Collection, int Indexes, TimeSpan Elapsed, double? Share);
