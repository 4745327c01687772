using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>The formats that <c>invalid</c> knows by name.</summary>
/// <remarks>They look at the text of a value as a whole, without trimming it. They are forms, not proofs: a well-formed address may not exist.</remarks>
public static class NamedFormats
{
    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private const string Group = "[0-9A-Fa-f]{1,4}";
    private const string Day = "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))";
    private const string Time = @"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?";

    private const string Identifier = "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private const string Version = "(0|[1-9][0-9]*)";
    private const string SemVer = $@"{Version}\.{Version}\.{Version}(-{Identifier}(\.{Identifier})*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?";

    private const string Languages = """
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd
        gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg
        mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss
        st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """;

    private const string Countries = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO
        CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR
        HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN
        MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
        SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
        YT ZA ZM ZW
        """;

    private const string Currencies = """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK
        DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
        KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
        RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST
        XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        """;

    public static ImmutableArray<NamedFormat> All { get; } =
    [
        Form("email", "local part of letters, digits and . _ % + ' -, then @ and a host name with a dot", @"[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}"),
        Form("url", "http or https with a host name, and optionally a port, path, query and fragment without blanks", @"https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#]\S*)?"),
        Form("uuid", "32 hexadecimal digits with hyphens, 8-4-4-4-12, any version", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"),
        Form("ipv4", "four numbers from 0 to 255 with dots, no leading zeros", $@"({Octet}\.){{3}}{Octet}"),
        Form("ipv6", "eight groups of up to four hexadecimal digits, one run of zeros written '::'; no zone, no embedded IPv4", IpV6()),
        Form("date", "YYYY-MM-DD (ISO 8601) with a day that the month can have; 29 February in every year", Day),
        Form("time", "HH:MM, optionally with seconds and their fraction, 00:00 to 23:59:59", Time),
        Form("datetime", "date and time with T or a blank between them, optionally Z or an offset such as +02:00", $"{Day}[T ]{Time}(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?"),
        Form("phone_e164", "+ and 7 to 15 digits, the first not 0 (E.164)", @"\+[1-9][0-9]{6,14}"),
        Form("iban", "two capital letters, two digits, 11 to 30 capital letters and digits, with right check digits (ISO 13616); the length of the country is not looked at", "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", Digits(CheckDigits.Iban)),
        Form("credit_card", "13 to 19 digits without blanks, the last a right check digit (Luhn)", "[0-9]{13,19}", Digits(CheckDigits.Luhn)),
        Form("integer", "digits, optionally a sign", "[+-]?[0-9]+"),
        Form("number", "digits with a decimal point, optionally a sign and an exponent", @"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
        Form("boolean", "true or false, in lower case, capitals or with a capital first", "true|false|True|False|TRUE|FALSE"),
        Form("semver", "MAJOR.MINOR.PATCH without leading zeros, optionally -PRERELEASE and +BUILD (Semantic Versioning 2.0.0)", SemVer),
        new("json", "a JSON object or array (RFC 8259)", @"^[ \t\r\n]*[{\[]", null, column => new IsJson(column)),
        Set("language_code", "a code of ISO 639-1, two small letters", Languages),
        Set("country_code", "an assigned code of ISO 3166-1 alpha-2, two capital letters", Countries),
        Set("currency_code", "a code of ISO 4217 that is legal tender, or was until 2025 (ANG, BGN), three capital letters", Currencies),
    ];

    public static Shape<NamedFormat> Shape { get; } = new FormatShape();

    private static NamedFormat Form(string name, string definition, string pattern, Func<string, RowPredicate>? beyond = null) => new(name, definition, $"^({pattern})$", null, beyond);

    private static NamedFormat Set(string name, string definition, string words) =>
        new(name, definition, null, words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToValueList());

    private static Func<string, RowPredicate> Digits(CheckDigits scheme) => column => new HasCheckDigits(column, scheme);

    /// <summary>One alternative for each number of groups before the gap, and the full form.</summary>
    private static string IpV6()
    {
        var gaps = Enumerable.Range(1, 6).Select(before => $"({Group}:){{{before}}}(:{Group}){{1,{7 - before}}}");
        return $"({Group}:){{7}}{Group}|({Group}:){{1,7}}:|{string.Join('|', gaps)}|:((:{Group}){{1,7}}|:)";
    }

    private sealed class FormatShape : Shape<NamedFormat>
    {
        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out NamedFormat value)
        {
            value = null;
            var names = All.Select(format => format.Name);
            if (!Scalars.TryText(node, "a named format", $"Write one of {Sentences.AnyOf(names)}.", context, out var text))
            {
                return false;
            }

            value = All.FirstOrDefault(format => format.Name == text);
            if (value is null)
            {
                context.Report(node.Place, $"{Scalars.Subject(context)}: there is no format {Sentences.Quoted(text)}.", Sentences.Suggest(text, names));
            }

            return value is not null;
        }

        public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["enum"] = new JsonArray([.. All.Select(format => JsonValue.Create(format.Name))]) });
    }
}
