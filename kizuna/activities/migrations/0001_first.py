import datetime as dt
import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuna.core.fields
import kizuna.core.values.fuzzydate
import kizuna.core.values.quantity
import kizuna.core.values.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_first"),
        ("core", "0003_addresses_kept_free"),
        ("core", "__first__"),
        ("directory", "0003_keep_until"),
        ("partners", "0005_lists_by_day"),
        ("projects", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
                (
                    "second_name",
                    kizuna.core.fields.WordsField(
                        blank=True,
                        default=kizuna.core.values.text.Text,
                        help_text="Where it bears two names at once.",
                        verbose_name="second name",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("symposium", "Symposium"),
                            ("conference", "Conference"),
                            ("forum", "Forum"),
                            ("workshop", "Workshop"),
                            ("seminar", "Seminar"),
                            ("lecture", "Lecture"),
                            ("meeting", "Meeting"),
                            ("dialogue", "Dialogue"),
                            ("research-session", "Research session"),
                            ("school", "Summer or winter school"),
                            ("course", "Joint education"),
                            ("training", "Training"),
                            ("study-abroad", "Study abroad"),
                            ("exchange", "Exchange"),
                            ("language-exchange", "Language exchange"),
                            ("day", "Day of a university"),
                            ("session", "Session"),
                            ("exhibition", "Exhibition or building"),
                            ("concert", "Concert"),
                            ("visit", "Visit"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("annual", "Every year"),
                            ("biennial", "Every two years"),
                            ("several-a-year", "Several times a year"),
                            ("periodic", "Periodically"),
                            ("regular", "Regularly"),
                            ("as-needed", "As needed"),
                            ("once-so-far", "Once so far"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=14,
                        verbose_name="how often",
                    ),
                ),
                (
                    "per_year",
                    kizuna.core.fields.QuantityField(
                        blank=True, default=kizuna.core.values.quantity.Quantity, verbose_name="how often a year"
                    ),
                ),
                (
                    "host_pattern",
                    models.CharField(
                        choices=[
                            ("alternates", "Hosted in turn"),
                            ("ours", "Always with us"),
                            ("theirs", "Always with the partner"),
                            ("both", "On both sides"),
                            ("third-party", "Hosted by others"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=12,
                        verbose_name="who hosts",
                    ),
                ),
                (
                    "first_edition",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The number of its first edition, where its editions are numbered; mostly 1.",
                        null=True,
                        verbose_name="first number",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("rests", "Rests"),
                            ("ended", "Ended"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what it is for"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("key", models.CharField(db_index=True, editable=False, max_length=600)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="partners.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ("order", "pk"),
                "constraints": [models.UniqueConstraint(fields=("home", "slug"), name="a_series_slug_once_per_home")],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("symposium", "Symposium"),
                            ("conference", "Conference"),
                            ("forum", "Forum"),
                            ("workshop", "Workshop"),
                            ("seminar", "Seminar"),
                            ("lecture", "Lecture"),
                            ("meeting", "Meeting"),
                            ("dialogue", "Dialogue"),
                            ("research-session", "Research session"),
                            ("school", "Summer or winter school"),
                            ("course", "Joint education"),
                            ("training", "Training"),
                            ("study-abroad", "Study abroad"),
                            ("exchange", "Exchange"),
                            ("language-exchange", "Language exchange"),
                            ("day", "Day of a university"),
                            ("session", "Session"),
                            ("exhibition", "Exhibition or building"),
                            ("concert", "Concert"),
                            ("visit", "Visit"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "kind_words",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="kind in its own words"
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of the edition"),
                ),
                (
                    "edition_again",
                    models.BooleanField(
                        default=False,
                        help_text="Two editions bear this number in the sources and both stand; a check names them.",
                        verbose_name="the number stands twice",
                    ),
                ),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True,
                        default=kizuna.core.values.text.Text,
                        help_text="Letter by letter as it was given.",
                        verbose_name="title",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what was done"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Held"),
                            ("under-way", "Under way"),
                            ("planned", "Planned"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("in_person", models.BooleanField(default=False, verbose_name="in person")),
                ("online", models.BooleanField(default=False, verbose_name="online")),
                ("hybrid", models.BooleanField(default=False, verbose_name="hybrid")),
                ("streamed", models.BooleanField(default=False, verbose_name="streamed")),
                (
                    "host_side",
                    models.CharField(
                        choices=[
                            ("home", "With us"),
                            ("partner", "With the partner"),
                            ("both", "On both sides"),
                            ("third", "Elsewhere"),
                            ("none", "In no place"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="hosted",
                    ),
                ),
                (
                    "place",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="place"
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "duration",
                    kizuna.core.fields.QuantityField(
                        blank=True, default=kizuna.core.values.quantity.Quantity, verbose_name="how long"
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="Tags such as en, ja, es.",
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z]{2,3}(, ?[a-z]{2,3})*$", "Write tags such as en, ja, es."
                            )
                        ],
                        verbose_name="languages",
                    ),
                ),
                (
                    "goals",
                    models.CharField(
                        blank=True,
                        help_text="Their numbers, such as 4, 9, 13.",
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(1[0-7]|[1-9])(, ?(1[0-7]|[1-9]))*$", "Write numbers from 1 to 17."
                            )
                        ],
                        verbose_name="Sustainable Development Goals",
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "Open to the public"),
                            ("members", "For members of the universities"),
                            ("registered", "By registration"),
                            ("invited", "By invitation"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="open to",
                    ),
                ),
                (
                    "reception",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="how it was received"
                    ),
                ),
                ("address", models.URLField(blank=True, verbose_name="address")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("key", models.CharField(db_index=True, editable=False, max_length=600)),
                ("sort_day", models.DateField(default=dt.date(1, 1, 1), editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="activities.activity",
                        verbose_name="part of",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.phase",
                        verbose_name="phase",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="activities.activity",
                        verbose_name="takes the place of",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosts",
                        to="directory.organisation",
                        verbose_name="held at",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ("-sort_day", "order", "pk"),
                "indexes": [
                    models.Index(
                        models.F("home"),
                        models.F("parent"),
                        models.OrderBy(models.F("sort_day"), descending=True),
                        models.F("order"),
                        models.F("id"),
                        name="activities_by_day",
                    ),
                    models.Index(fields=["partnership", "sort_day"], name="activities_of_partners"),
                    models.Index(fields=["series", "sort_day"], name="activities_of_series"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("used_on", models.DateField(blank=True, null=True, verbose_name="last used")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feeds", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="text"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[("practice", "Good practice"), ("challenge", "Challenge")],
                        default="practice",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("planning", "Planning and organising"),
                            ("hosting", "Hosting in turn"),
                            ("departments", "Bringing departments together"),
                            ("students", "Students taking part"),
                            ("teaching", "Teaching together"),
                            ("online", "Working online"),
                            ("language", "Language and meeting as equals"),
                            ("money", "Money"),
                            ("public", "The public and other sectors"),
                            ("follow-up", "What follows afterwards"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="theme",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activity__isnull", False),
                            ("series__isnull", False),
                            ("partnership__isnull", False),
                            _connector="OR",
                        ),
                        name="a_practice_of_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("home", "Our side"),
                            ("partner", "The partner's side"),
                            ("both", "Both sides"),
                            ("third", "Others"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "counted",
                    models.CharField(
                        choices=[
                            ("people", "People"),
                            ("sessions", "Sessions"),
                            ("events", "Events"),
                            ("fields", "Academic fields"),
                        ],
                        default="people",
                        max_length=10,
                        verbose_name="what is counted",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("participants", "Participants"),
                            ("students", "Students"),
                            ("undergraduates", "Undergraduates"),
                            ("graduates", "Graduate students"),
                            ("faculty", "Faculty"),
                            ("researchers", "Researchers"),
                            ("young-researchers", "Young researchers"),
                            ("leaders", "Presidents, vice presidents, deans"),
                            ("staff", "Staff"),
                            ("guests", "Guests"),
                            ("public", "The public"),
                            ("other", "Other"),
                        ],
                        default="participants",
                        max_length=18,
                        verbose_name="who",
                    ),
                ),
                (
                    "named",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="in its own words"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chair", "Chair"),
                            ("keynote", "Keynote speaker"),
                            ("speaker", "Speaker"),
                            ("panellist", "Panellist"),
                            ("lecturer", "Lecturer"),
                            ("organiser", "Organiser"),
                            ("performer", "Performer"),
                            ("participant", "Participant"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "quantity",
                    kizuna.core.fields.QuantityField(
                        blank=True, default=kizuna.core.values.quantity.Quantity, verbose_name="how many"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="split",
                        to="activities.headcount",
                        verbose_name="part of the number",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", False), ("series__isnull", False), _connector="XOR"),
                        name="headcount_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disruption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "begins",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="from"
                    ),
                ),
                (
                    "ends",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="until"
                    ),
                ),
                ("seen", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("begins_first", models.DateField(editable=False, null=True)),
                ("begins_last", models.DateField(editable=False, null=True)),
                ("ends_first", models.DateField(editable=False, null=True)),
                ("ends_last", models.DateField(editable=False, null=True)),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="text"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("pandemic", "Pandemic"),
                            ("disaster", "Disaster"),
                            ("security", "Security"),
                            ("money", "Money"),
                            ("people", "People left or were missing"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                (
                    "impossible",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what became impossible"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="instead_of",
                        to="activities.activity",
                        verbose_name="what took its place",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("home", "Our side"),
                            ("partner", "The partner's side"),
                            ("both", "Both sides"),
                            ("third", "Others"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "named",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="known by these words only"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("university", "University"),
                            ("government", "Government"),
                            ("local-government", "Local government"),
                            ("industry", "Industry"),
                            ("ngo", "Non-profit organisation"),
                            ("culture", "Culture"),
                            ("farming", "Farming"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=16,
                        verbose_name="sector",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("host", "Host"),
                            ("co-host", "Co-host"),
                            ("organiser", "Organiser"),
                            ("co-organiser", "Co-organiser"),
                            ("supporter", "Supporter"),
                            ("speaker", "Speaks or performs"),
                            ("participant", "Participant"),
                            ("venue", "Venue"),
                            ("visited", "Visited on the way"),
                        ],
                        default="participant",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part",
                        to="directory.unit",
                        verbose_name="department",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bodies",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", False), ("series__isnull", False), _connector="XOR"),
                        name="body_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("home", "Our side"),
                            ("partner", "The partner's side"),
                            ("both", "Both sides"),
                            ("third", "Others"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("keynote", "Keynote speaker"),
                            ("speaker", "Speaker"),
                            ("panellist", "Panellist"),
                            ("lecturer", "Lecturer"),
                            ("organiser", "Organiser"),
                            ("performer", "Performer"),
                            ("participant", "Participant"),
                        ],
                        default="participant",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="as what"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", False), ("series__isnull", False), _connector="XOR"),
                        name="attendee_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("fulfils", "It is what was planned"),
                            ("part", "It is a part of what was planned"),
                            ("follows", "The plan follows from it"),
                        ],
                        default="fulfils",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "plan"), name="a_plan_once_per_activity"),
                    models.UniqueConstraint(fields=("series", "plan"), name="a_plan_once_per_series"),
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", False), ("series__isnull", False), _connector="XOR"),
                        name="a_plan_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("staff", "Staff of the home"),
                            ("office", "International office"),
                            ("sealed", "Sealed"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.outcome",
                        verbose_name="outcome",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="activities.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "outcome"), name="an_outcome_once_per_activity"),
                    models.UniqueConstraint(fields=("series", "outcome"), name="an_outcome_once_per_series"),
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", False), ("series__isnull", False), _connector="XOR"),
                        name="an_outcome_of_one_thing",
                    ),
                ],
            },
        ),
    ]
