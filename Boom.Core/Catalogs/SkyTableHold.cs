namespace Boom.Core.Catalogs;

/// <summary>Keeps a table's map in memory until it is disposed; made by <see cref="SkyTable.Hold"/>.</summary>
public readonly ref struct SkyTableHold
{
    readonly SkyTableGate? _gate;
    readonly int _stripe;

    internal SkyTableHold(SkyTableGate gate) => (_gate, _stripe) = (gate, gate.Enter());

    /// <summary>Lets go. To be called once.</summary>
    public void Dispose() => _gate?.Exit(_stripe);
}
