using System.Globalization;
using System.Text;
using Boom.Core.Sky;
using Boom.Core.Text;

namespace Boom.Catalogs.Positions;

/// <summary>The two coordinates of a row, as they come, and the position that they make.</summary>
sealed class RowPosition(PositionColumns columns)
{
    const int ShownBytes = 40;

    Coordinate _ra, _dec;

    /// <summary>Whether all right ascensions were at most 24 and came without a unit: they may be hours.</summary>
    public bool MayBeHours { get; private set; } = true;

    public void Clear() => _ra.Has = _dec.Has = false;

    public void SetRa(double value) => _ra.Set(value, columns.RaUnit);

    public void SetDec(double value) => _dec.Set(value, columns.DecUnit);

    public void SetRa(ReadOnlySpan<byte> text) =>
        _ra.Set(text, columns.RaUnit, columns.RaUnit == AngleUnit.Degrees ? AngleUnit.Degrees : AngleUnit.Hours);

    public void SetDec(ReadOnlySpan<byte> text)
    {
        _dec.Set(text, columns.DecUnit, AngleUnit.Degrees);
        if (_dec.Unit == AngleUnit.Hours)
            _dec.IsUnderstood = false;
    }

    /// <summary>The position in degrees.</summary>
    /// <param name="position">It, valid.</param>
    /// <param name="refusal">Why there is none.</param>
    public bool TryGet(out SkyPosition position, out string refusal)
    {
        position = default;
        refusal = "";
        if (!_ra.Has || !_dec.Has)
            refusal = "there is no position";
        else if (!_ra.IsUnderstood)
            refusal = "the right ascension is not understood";
        else if (!_dec.IsUnderstood)
            refusal = "the declination is not understood";
        if (refusal.Length > 0)
            return false;
        var ra = _ra.Degrees;
        var dec = _dec.Degrees;
        if (!double.IsFinite(ra) || !double.IsFinite(dec))
            refusal = "there is no position";
        else if (ra is < -180 or > 360)
            refusal = "the right ascension is out of range";
        else if (dec is < -90 or > 90)
            refusal = "the declination is out of range";
        if (refusal.Length > 0)
            return false;
        if (ra is > 24 or < 0 || _ra.Unit != AngleUnit.Unknown)
            MayBeHours = false;
        if (ra < 0)
            ra += 360;

        // What is a hair below 0 rounds to 360; and no right ascension is -0.
        position = new SkyPosition(ra >= 360 ? 0 : ra + 0.0, dec);
        return true;
    }

    /// <summary>The coordinates as they came, for people.</summary>
    public string Describe() => $"{_ra.Describe()}, {_dec.Describe()}";

    struct Coordinate
    {
        double _value;
        byte[]? _text;
        int _length;

        public bool Has;

        /// <summary>Unit of the value; unknown counts as degrees.</summary>
        public AngleUnit Unit { readonly get; private set; }

        public bool IsUnderstood { readonly get; set; }

        public readonly double Degrees => Unit switch
        {
            AngleUnit.Hours => _value * 15,
            AngleUnit.Radians => _value / SkyGeometry.RadiansPerDegree,
            _ => _value,
        };

        public void Set(double value, AngleUnit unit)
        {
            (_value, Unit, _length) = (value, unit, 0);
            Has = IsUnderstood = true;
        }

        public void Set(ReadOnlySpan<byte> text, AngleUnit unit, AngleUnit sexagesimalUnit)
        {
            Has = true;
            IsUnderstood = PositionText.TryParse(text, ref unit, sexagesimalUnit, out _value);
            Unit = unit;
            _length = Math.Min(text.Length, ShownBytes);
            _text ??= new byte[ShownBytes];
            text[.._length].CopyTo(_text);
        }

        public readonly string Describe() => !Has ? "none"
            : _length > 0 ? $"'{VisibleText.Of(Encoding.UTF8.GetString(_text!, 0, _length))}'"
            : _value.ToString("R", CultureInfo.InvariantCulture);
    }
}
