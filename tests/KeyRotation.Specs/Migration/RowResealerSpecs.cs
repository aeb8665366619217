using System.Text;
using CsCheck;
using KeyRotation.Encryption;
using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

[TestFixture]
internal sealed class RowResealerSpecs : ResealFixture
{
    [Test]
    public void Old_ciphertext_is_sealed_again_under_the_target_version_and_its_plaintext_stays()
    {
        var row = Rows.Row(_rows.SealedBytes(Rows.Old, "DE02"), _rows.SealedText(Rows.Old, "likes tea"));

        var outcome = Reseal(row, ResealMode.Migrate);

        Assert.That(outcome.IsVerified, Is.False);
        Assert.That(outcome.Rewrite!.Row, Is.SameAs(row));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Current, "DE02")));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Current, "likes tea")));
        Assert.That(outcome.Rewrite.NewCells[Rows.Text], Does.StartWith("kr1."));
        Assert.That(_quarantined, Is.Empty);
    }

    [Test]
    public void Every_plaintext_of_every_length_stays_the_same()
    {
        var target = Rows.Target;
        using var resealer = new RowResealer(_rows.Ring, Rows.Current, target, ResealMode.Migrate, Rows.NoSuspects);
        Gen.Select(Gen.String[0, 3000], Gen.String[0, 300]).Sample(
            (binary, text) =>
            {
                binary = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(binary));
                text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
                var outcome = resealer.Reseal(Rows.Row(_rows.SealedBytes(Rows.Old, binary), _rows.SealedText(Rows.Old, text)), "1", []);
                return _rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary) == (Rows.Current, binary)
                    && _rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text) == (Rows.Current, text);
            },
            iter: 500, threads: 1);
    }

    [Test]
    public void Row_that_was_read_is_not_changed()
    {
        object[] cells = [_rows.SealedBytes(Rows.Old, "DE02"), _rows.SealedText(Rows.Old, "likes tea")];
        var before = ((byte[])cells[0]).ToArray();
        var row = Rows.Row(cells[0], cells[1]);

        Reseal(row, ResealMode.Migrate);

        Assert.That(row.Cells, Is.EqualTo(cells));
        Assert.That(row.Cells[0], Is.EqualTo(before));
    }

    [Test]
    public void Current_ciphertext_is_left_as_it_is_and_unverified_while_migrating()
    {
        var outcome = Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "DE02"), _rows.SealedText(Rows.Current, "likes tea")), ResealMode.Migrate);

        Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 0)));
    }

    [Test]
    public void Current_ciphertext_is_opened_while_verifying()
    {
        var outcome = Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "DE02"), _rows.SealedText(Rows.Current, "likes tea")), ResealMode.Verify);

        Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: true, Quarantined: 0)));
    }

    [Test]
    public void Row_with_one_old_cell_is_rewritten_and_its_current_cell_repeated()
    {
        var current = _rows.SealedBytes(Rows.Current, "DE02");

        var outcome = Reseal(Rows.Row(current, _rows.SealedText(Rows.Old, "late")), ResealMode.Verify);

        Assert.That(outcome.IsVerified, Is.False);
        Assert.That(outcome.Rewrite!.NewCells[Rows.Binary], Is.SameAs(current));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Current, "late")));
    }

    [Test]
    public void Ciphertext_of_a_newer_version_is_never_sealed_back_under_an_older_one()
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.Migrate, Rows.NoSuspects);

        var outcome = resealer.Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "DE02"), null), "1", _quarantined);

        Assert.That(outcome.Rewrite, Is.Null);
        Assert.That(_quarantined, Is.Empty);
    }

    [Test]
    public void Damaged_current_ciphertext_is_found_while_verifying()
    {
        var outcome = Reseal(Rows.Row(Flip(_rows.SealedBytes(Rows.Current, "DE02"), ^1), null), ResealMode.Verify);

        AssertQuarantined(outcome, new QuarantinedCell("row 1", "iban", Rows.Current, "not_authentic"));
    }

    [Test]
    public void Every_truncation_is_quarantined()
    {
        var whole = _rows.SealedBytes(Rows.Old, "DE02");

        for (var length = 0; length < whole.Length; length++)
        {
            _quarantined.Clear();
            var outcome = Reseal(Rows.Row(whole[..length], null), ResealMode.Migrate);
            Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 1)), $"{length} bytes");
            Assert.That(_quarantined.Single().Reason, Is.EqualTo(length < 3 ? "unknown_format" : length < Envelope.Overhead ? "truncated" : "not_authentic"), $"{length} bytes");
        }
    }

    [Test]
    public void Every_flipped_bit_is_quarantined([Values] bool verifies)
    {
        var whole = _rows.SealedBytes(Rows.Old, "DE02");

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            _quarantined.Clear();
            var outcome = Reseal(Rows.Row(Flip(whole, bit / 8, bit % 8), null), verifies ? ResealMode.Verify : ResealMode.Migrate);
            Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 1)), $"bit {bit}");
        }
    }

    [Test]
    public void Unknown_version_is_quarantined_and_named() =>
        AssertQuarantined(Reseal(Rows.Row(_rows.SealedByUnknownVersion("DE02"), null), ResealMode.Migrate), new QuarantinedCell("row 1", "iban", 9, "unknown_version"));

    [Test]
    public void Ciphertext_of_another_key_type_is_quarantined() =>
        AssertQuarantined(Reseal(Rows.Row(_rows.SealedByOtherKeyType("DE02"), null), ResealMode.Migrate), new QuarantinedCell("row 1", "iban", Rows.Old, "wrong_key_type"));

    [Test]
    public void Ciphertext_that_was_moved_is_quarantined()
    {
        byte[][] moved =
        [
            _rows.SealedBytes(Rows.Old, "DE02", id: "2"),
            _rows.SealedBytes(Rows.Old, "DE02", column: "note"),
            _rows.SealedBytes(Rows.Old, "DE02", target: "suppliers"),
        ];
        foreach (var envelope in moved)
        {
            _quarantined.Clear();
            AssertQuarantined(Reseal(Rows.Row(envelope, null), ResealMode.Migrate), new QuarantinedCell("row 1", "iban", Rows.Old, "not_authentic"));
        }
    }

    [Test]
    public void Good_cells_of_a_row_with_a_broken_one_are_rewritten_and_the_broken_one_stays_as_it_is()
    {
        var broken = Flip(_rows.SealedBytes(Rows.Old, "DE02"), ^1);

        var outcome = Reseal(Rows.Row(broken, _rows.SealedText(Rows.Old, "likes tea")), ResealMode.Migrate);

        Assert.That(outcome.Quarantined, Is.EqualTo(1));
        Assert.That(outcome.Rewrite!.NewCells[Rows.Binary], Is.SameAs(broken));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Current, "likes tea")));
    }

    [Test]
    public void Both_broken_cells_of_a_row_are_listed()
    {
        var outcome = Reseal(Rows.Row(new byte[] { 1, 2, 3 }, "not sealed"), ResealMode.Migrate);

        Assert.That(outcome.Quarantined, Is.EqualTo(2));
        Assert.That(_quarantined.Select(cell => (cell.Column, cell.KeyVersion, cell.Reason)), Is.EqualTo(new[] { ("iban", (long?)null, "unknown_format"), ("note", null, "unknown_format") }));
    }

    [Test]
    public void NULL_stays_NULL_and_a_row_of_them_counts_as_verified()
    {
        Assert.That(Reseal(Rows.Row(null, null), ResealMode.Verify), Is.EqualTo(new RowOutcome(null, IsVerified: true, Quarantined: 0)));

        var outcome = Reseal(Rows.Row(null, _rows.SealedText(Rows.Old, "likes tea")), ResealMode.Migrate);

        Assert.That(outcome.Rewrite!.NewCells[Rows.Binary], Is.Null);
    }

    [Test]
    public void Plaintext_is_adopted_where_it_stands()
    {
        var outcome = Reseal(Rows.Row(Encoding.UTF8.GetBytes("DE02"), "likes tea"), ResealMode.AdoptInPlace(new Plaintext()));

        Assert.That(_rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Current, "DE02")));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Current, "likes tea")));
    }

    [Test]
    public void Empty_plaintext_is_adopted_too()
    {
        var outcome = Reseal(Rows.Row(Array.Empty<byte>(), ""), ResealMode.AdoptInPlace(new Plaintext()));

        Assert.That(_rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Current, "")));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Current, "")));
    }

    [Test]
    public void Adoption_that_runs_twice_seals_once()
    {
        var mode = ResealMode.AdoptInPlace(new Plaintext());
        var first = Reseal(Rows.Row(Encoding.UTF8.GetBytes("DE02"), "likes tea"), mode);

        var second = Reseal(Rows.Row(first.Rewrite!.NewCells[0], first.Rewrite.NewCells[1]), mode);

        Assert.That(second, Is.EqualTo(new RowOutcome(null, IsVerified: true, Quarantined: 0)));
    }

    [Test]
    public void Adoption_seals_again_what_an_older_version_sealed()
    {
        var outcome = Reseal(Rows.Row(_rows.SealedBytes(Rows.Old, "DE02"), null), ResealMode.AdoptInPlace(new Plaintext()));

        Assert.That(_rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Current, "DE02")));
    }

    [Test]
    public void Every_damaged_character_of_a_sealed_text_behind_its_prefix_is_quarantined_and_never_adopted_as_plaintext()
    {
        var text = _rows.SealedText(Rows.Current, "likes tea");
        foreach (var damage in "A_ =\u00e9")
        {
            for (var index = EnvelopeText.Prefix.Length; index < text.Length; index++)
            {
                if (text[index] == damage)
                    continue;
                _quarantined.Clear();
                var outcome = Reseal(Rows.Row(null, $"{text[..index]}{damage}{text[(index + 1)..]}"), ResealMode.AdoptInPlace(new Plaintext()));
                Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 1)), $"'{damage}' at {index}");
            }
        }
    }

    [Test]
    public void Every_truncated_sealed_text_that_keeps_its_prefix_is_quarantined_and_never_adopted_as_plaintext()
    {
        var text = _rows.SealedText(Rows.Current, "likes tea");

        for (var length = EnvelopeText.Prefix.Length; length < text.Length; length++)
            Assert.That(Reseal(Rows.Row(null, text[..length]), ResealMode.AdoptInPlace(new Plaintext())).Quarantined, Is.EqualTo(1), text[..length]);
    }

    [Test]
    public void Damaged_sealed_bytes_that_keep_their_magic_are_quarantined_and_never_adopted_as_plaintext()
    {
        var whole = _rows.SealedBytes(Rows.Current, "DE02");

        for (var bit = 3 * 8; bit < whole.Length * 8; bit++)
            Assert.That(Reseal(Rows.Row(Flip(whole, bit / 8, bit % 8), null), ResealMode.AdoptInPlace(new Plaintext())).Quarantined, Is.EqualTo(1), $"bit {bit}");
    }

    [Test]
    public void Text_that_UTF8_cannot_hold_is_quarantined_and_not_adopted_as_something_else()
    {
        var outcome = Reseal(Rows.Row(null, "half a pair \ud800"), ResealMode.AdoptInPlace(new Plaintext()));

        AssertQuarantined(outcome, new QuarantinedCell("row 1", "note", null, "unknown_format"));
    }

    [Test]
    public void Value_of_another_type_than_bytes_or_text_is_quarantined()
    {
        var outcome = Reseal(Rows.Row(null, 42L), ResealMode.AdoptInPlace(new Plaintext()));

        AssertQuarantined(outcome, new QuarantinedCell("row 1", "note", null, "unknown_format"));
    }

    [Test]
    public void Plaintext_is_adopted_from_a_source_column_where_nothing_is_sealed_yet()
    {
        var mode = ResealMode.AdoptFrom(new Plaintext(), new Dictionary<int, int> { [Rows.Binary] = 0 });

        var outcome = Reseal(Rows.Row(null, null, source: "DE02"), mode);

        Assert.That(_rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Current, "DE02")));
        Assert.That(outcome.Rewrite.NewCells[Rows.Text], Is.Null);
    }

    [Test]
    public void Sealed_cell_that_differs_from_its_source_is_quarantined_and_neither_is_overwritten()
    {
        var mode = ResealMode.AdoptFrom(new Plaintext(), new Dictionary<int, int> { [Rows.Binary] = 0 });

        var outcome = Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "newer"), null, source: "older"), mode);

        Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 1)));
    }

    [Test]
    public void Foreign_value_in_the_sealed_column_is_quarantined_when_adopting_from_a_source()
    {
        var mode = ResealMode.AdoptFrom(new Plaintext(), new Dictionary<int, int> { [Rows.Binary] = 0 });

        var outcome = Reseal(Rows.Row(Encoding.UTF8.GetBytes("what is this"), null, source: "DE02"), mode);

        AssertQuarantined(outcome, new QuarantinedCell("row 1", "iban", null, "unknown_format"));
    }

    [Test]
    public void Value_that_the_foreign_format_does_not_know_is_quarantined()
    {
        var outcome = Reseal(Rows.Row(Encoding.UTF8.GetBytes("DE02"), null), ResealMode.AdoptInPlace(new ReadsNothing()));

        AssertQuarantined(outcome, new QuarantinedCell("row 1", "iban", null, "unknown_format"));
    }

    [Test]
    public void Buffer_of_the_foreign_format_is_zeroed_after_use()
    {
        var decryptor = new Remembering();

        Reseal(Rows.Row(Encoding.UTF8.GetBytes("DE02"), null), ResealMode.AdoptInPlace(decryptor));

        Assert.That(decryptor.Given, Is.EqualTo(new byte[4]));
    }

    [Test]
    public void Value_that_fits_exactly_is_written_and_one_byte_more_is_not()
    {
        var bytes = _rows.SealedBytes(Rows.Old, "DE02");
        var text = _rows.SealedText(Rows.Old, "likes tea");
        using var fits = new RowResealer(_rows.Ring, Rows.Current, Rows.TargetWith(bytes.Length, text.Length), ResealMode.Migrate, Rows.NoSuspects);
        using var tooShort = new RowResealer(_rows.Ring, Rows.Current, Rows.TargetWith(bytes.Length - 1, text.Length - 1), ResealMode.Migrate, Rows.NoSuspects);

        var good = fits.Reseal(Rows.Row(bytes, text), "row 1", _quarantined);
        Assert.That(good.Rewrite, Is.Not.Null);
        Assert.That(_quarantined, Is.Empty);

        var bad = tooShort.Reseal(Rows.Row(bytes, text), "row 1", _quarantined);
        Assert.That(bad, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 2)));
        Assert.That(_quarantined.Select(cell => cell.Reason), Has.All.EqualTo("too_long_for_column"));
    }

    [Test]
    public void Plaintext_that_does_not_fit_when_sealed_is_left_as_it_is()
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Current, Rows.TargetWith(maxText: 20), ResealMode.AdoptInPlace(new Plaintext()), Rows.NoSuspects);

        var outcome = resealer.Reseal(Rows.Row(null, "likes tea"), "row 1", _quarantined);

        AssertQuarantined(outcome, new QuarantinedCell("row 1", "note", null, "too_long_for_column"));
    }

    [Test]
    public void Target_version_that_the_ring_does_not_hold_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowResealer(_rows.Ring, 9, Rows.Target, ResealMode.Migrate, Rows.NoSuspects).Dispose());

    private RowOutcome Reseal(TargetRow row, ResealMode mode)
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Current, Rows.Target, mode, Rows.NoSuspects);
        return resealer.Reseal(row, $"row {row.Context[0]}", _quarantined);
    }

    private void AssertQuarantined(RowOutcome outcome, QuarantinedCell expected)
    {
        Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 1)));
        Assert.That(_quarantined, Is.EqualTo(new[] { expected }));
    }

    private static byte[] Flip(byte[] bytes, Index index, int bit = 0)
    {
        var changed = bytes.ToArray();
        changed[index] ^= (byte)(1 << bit);
        return changed;
    }
}
