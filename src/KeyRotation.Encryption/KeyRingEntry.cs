namespace KeyRotation.Encryption;

/// <summary>One version of a key type in a <see cref="KeyRing"/>: its material, or a mark that says why there is none.</summary>
public sealed class KeyRingEntry
{
    /// <summary>An entry; the ring that it is given to owns the material and disposes it.</summary>
    /// <param name="version">The key version, from 1.</param>
    /// <param name="material">The material; null for a mark (disabled, retired), required otherwise.</param>
    /// <param name="use">What the ring may do with it.</param>
    /// <param name="uses">Counts the uses; it may be shared with the ring that this one replaces. Null = one of its own.</param>
    /// <exception cref="ArgumentException">A mark has material, or a usable version has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1, or the use unknown.</exception>
    public KeyRingEntry(int version, KeyMaterial? material, KeyUse use = KeyUse.SealAndOpen, UseCounter? uses = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (!Enum.IsDefined(use))
        {
            throw new ArgumentOutOfRangeException(nameof(use), use, $"Key version {version}: unknown use.");
        }

        var usable = use is KeyUse.SealAndOpen or KeyUse.OpenOnly;
        if (usable != material is not null)
        {
            throw new ArgumentException(
                $"Key version {version} of use {use}: expected {(usable ? "material" : "no material")}, got {(usable ? "none" : "some")}.",
                nameof(material));
        }

        Version = version;
        Material = material;
        Use = use;
        Uses = uses ?? new UseCounter();
    }

    /// <summary>A version that seals and opens.</summary>
    /// <param name="version">The key version, from 1.</param>
    /// <param name="material">Its material; the ring will own it.</param>
    public static KeyRingEntry Sealing(int version, KeyMaterial material) => new(version, material, KeyUse.SealAndOpen);

    /// <summary>A version that opens only.</summary>
    /// <param name="version">The key version, from 1.</param>
    /// <param name="material">Its material; the ring will own it.</param>
    public static KeyRingEntry Opening(int version, KeyMaterial material) => new(version, material, KeyUse.OpenOnly);

    /// <summary>The mark of a disabled version.</summary>
    /// <param name="version">The key version, from 1.</param>
    public static KeyRingEntry Disabled(int version) => new(version, null, KeyUse.Disabled);

    /// <summary>The mark of a retired version.</summary>
    /// <param name="version">The key version, from 1.</param>
    public static KeyRingEntry Retired(int version) => new(version, null, KeyUse.Retired);

    /// <summary>The key version.</summary>
    public int Version { get; }

    /// <summary>The material; null for a mark.</summary>
    public KeyMaterial? Material { get; }

    /// <summary>What the ring may do with it.</summary>
    public KeyUse Use { get; }

    /// <summary>Counts what the version is used for.</summary>
    public UseCounter Uses { get; }

    /// <summary>Version and use; the material is redacted.</summary>
    public override string ToString() => $"version {Version}, {Use}, material {Material?.ToString() ?? "none"}";

    internal KeyMaterial RequireMaterial() =>
        Material ?? throw new InvalidOperationException($"Key version {Version} is {Use}: it has no material.");
}
