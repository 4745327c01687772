using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>A suspicion that a column tells about persons. It errs on the side of caution: a false one costs a look, a missed one a leak.</summary>
/// <param name="Kind">What it seems to hold: <c>e-mail address</c>.</param>
/// <param name="Reason">Why, a phrase: <c>its name says 'mail'</c>.</param>
public sealed record PersonalData(string Kind, string Reason)
{
    /// <summary>A share of the values from which a format betrays persons whatever the name of the column.</summary>
    private const double Telling = 0.05;

    private static readonly ImmutableArray<(string Kind, ImmutableHashSet<string> Words)> Names =
    [
        Named("e-mail address", "email mail emails correo courriel epost posta"),
        Named("phone number", "phone telephone mobile fax tel telefon telefono telefone telefoon handy mobil movil celular telefonnummer phonenumber"),
        Named("bank account or card", "iban bic kontonummer kreditkarte creditcard cardnumber konto accountnumber cvv cvc tarjeta cuentabancaria"),
        Named("identity number", "ssn nin nino passport passeport pasaporte ausweis personalausweis reisepass dni nie bsn pesel cpf cnpj codicefiscale steuernummer steuerid taxid nif sozialversicherungsnummer driverlicense fuehrerschein"),
        Named("date of birth", "birthdate birthday birth dob dateofbirth geburtsdatum geburtstag geburt naissance nacimiento nascimento nascita geboortedatum urodzenia"),
        Named("name of a person", "firstname lastname surname fullname givenname familyname middlename forename vorname nachname familienname prenom apellido apellidos nome cognome sobrenome voornaam achternaam imie nazwisko username login"),
        Named("address", "address street zipcode postcode postalcode zip adresse anschrift strasse hausnummer plz rue codepostal calle direccion domicilio indirizzo endereco rua adres straat ulica wohnort"),
        Named("location", "latitude longitude lat lon lng geolocation"),
        Named("network address", "ip ipaddress ipaddr remoteip clientip macaddress mac deviceid imei"),
        Named("sensitive trait", "gender sex geschlecht genre genero religion ethnicity race nationality salary gehalt salaire salario diagnosis disability"),
        Named("secret", "password passwd passwort pwd secret token apikey contrasena motdepasse"),
    ];

    private static readonly ImmutableArray<(string Format, string Kind, string Plural)> Formats =
    [
        ("email", "e-mail address", "e-mail addresses"),
        ("phone_e164", "phone number", "phone numbers"),
        ("iban", "bank account or card", "bank accounts (IBAN)"),
        ("ipv4", "network address", "network addresses"),
        ("ipv6", "network address", "network addresses"),
    ];

    /// <param name="formats">Values of each format; those of none have the name <see langword="null"/>.</param>
    /// <returns>The suspicion, by the values where they tell, otherwise by the name; <see langword="null"/> when nothing is suspected.</returns>
    public static PersonalData? Of(string column, ValueList<TopValue> formats)
    {
        var all = formats.Sum(format => format.Count);
        foreach (var (format, kind, plural) in Formats)
        {
            var share = (double)formats.Where(found => found.Value == format).Sum(found => found.Count) / Math.Max(all, 1);
            if (share >= Telling)
            {
                return new(kind, $"{Display.Share(share)} of its values look like {plural}");
            }
        }

        foreach (var (kind, words) in Names)
        {
            if (Parts(column).FirstOrDefault(words.Contains) is { } word)
            {
                return new(kind, $"its name says '{word}'");
            }
        }

        return null;
    }

    private static (string Kind, ImmutableHashSet<string> Words) Named(string kind, string words) => (kind, [.. words.Split(' ')]);

    /// <returns>The words of a name and each two and three that follow each other: <c>customer_firstName</c> gives customer, first, name, customerfirst, firstname and customerfirstname.</returns>
    private static IEnumerable<string> Parts(string column)
    {
        var spaced = string.Concat(column.Select((letter, index) =>
            !char.IsLetter(letter) ? " " : index > 0 && char.IsUpper(letter) && char.IsLower(column[index - 1]) ? $" {Plain(letter)}" : Plain(letter)));
        var words = spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, 3).SelectMany(length => Enumerable.Range(0, Math.Max(0, words.Length - length + 1)).Select(start => string.Concat(words[start..(start + length)])));
    }

    /// <returns>The letter in lower case without its accent, as names of columns are often spelled.</returns>
    private static string Plain(char letter) => char.ToLowerInvariant(letter) switch
    {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'á' or 'à' or 'â' or 'ã' => "a",
        'é' or 'è' or 'ê' or 'ë' or 'ę' => "e",
        'í' or 'ì' or 'î' => "i",
        'ó' or 'ò' or 'ô' or 'õ' => "o",
        'ú' or 'ù' or 'û' => "u",
        'ç' => "c",
        'ñ' => "n",
        var other => other.ToString(),
    };
}
