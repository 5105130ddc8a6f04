import datetime as dt
import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import kizuna.core.fields
import kizuna.core.values.fuzzydate
import kizuna.core.values.quantity
import kizuna.core.values.text
import kizuna.visits.models.visit


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("activities", "0001_first"),
        ("agreements", "0001_first"),
        ("core", "0004_accounts_of_people_outside"),
        ("core", "__first__"),
        ("directory", "0003_keep_until"),
        ("partners", "0005_lists_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="VisitTemplate",
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
                    "name",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="name"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("outgoing", "We visit"), ("incoming", "We receive")],
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                (
                    "purpose",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="purpose"
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="As a rule; a visit may differ.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="how many days",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                    "direction",
                    models.CharField(
                        choices=[("outgoing", "We visit"), ("incoming", "We receive")],
                        default="outgoing",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="title"
                    ),
                ),
                (
                    "purpose",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="purpose"
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True,
                        default=kizuna.core.values.text.Text,
                        verbose_name="what it is part of, and what else is to be known",
                    ),
                ),
                ("called_off", models.BooleanField(default=False, verbose_name="called off")),
                (
                    "zone_ours",
                    kizuna.visits.models.visit.ZoneField(
                        blank=True, help_text="Such as Europe/London.", max_length=40, verbose_name="our time zone"
                    ),
                ),
                (
                    "zone_theirs",
                    kizuna.visits.models.visit.ZoneField(
                        blank=True,
                        help_text="Such as Asia/Tokyo; a leg may have its own.",
                        max_length=40,
                        verbose_name="the other side’s time zone",
                    ),
                ),
                ("sort_day", models.DateField(default=dt.date(1, 1, 1), editable=False)),
                ("key", models.CharField(db_index=True, editable=False, max_length=600)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a visit that we receive.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sends",
                        to="directory.organisation",
                        verbose_name="who comes",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where it is about one partner; other partners stand at its stops.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
            ],
            options={
                "ordering": ("-sort_day", "-pk"),
                "indexes": [
                    models.Index(fields=["home", "-sort_day", "-id"], name="visits_by_day"),
                    models.Index(fields=["partnership", "sort_day"], name="visits_of_partners"),
                ],
                "constraints": [models.UniqueConstraint(fields=("home", "slug"), name="a_visit_slug_once_per_home")],
            },
        ),
        migrations.CreateModel(
            name="Leg",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="ISO 3166 code of two letters",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z]{2}$", "Write the two letters of the country, such as JP."
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                (
                    "place",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="place"
                    ),
                ),
                (
                    "purpose",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="purpose"
                    ),
                ),
                (
                    "zone",
                    kizuna.visits.models.visit.ZoneField(
                        blank=True,
                        help_text="Such as Asia/Tokyo; empty: that of the visit.",
                        max_length=40,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stop",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("partner", "Partner university"),
                            ("university", "University"),
                            ("embassy", "Embassy or government"),
                            ("company", "Company"),
                            ("event", "Event"),
                            ("alumni", "Alumni"),
                            ("site", "Place of interest"),
                            ("other", "Other"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "named",
                    kizuna.core.fields.WordsField(
                        blank=True,
                        default=kizuna.core.values.text.Text,
                        help_text="Such as “various universities”.",
                        verbose_name="known by these words only",
                    ),
                ),
                (
                    "count",
                    kizuna.core.fields.QuantityField(
                        blank=True,
                        default=kizuna.core.values.quantity.Quantity,
                        help_text="Where one line stands for several stops.",
                        verbose_name="how many",
                    ),
                ),
                (
                    "place",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="place"
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what is done there"
                    ),
                ),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("until", models.TimeField(blank=True, null=True, verbose_name="until")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        help_text="The symposium, seminar or forum to which the delegation goes.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
                        to="activities.activity",
                        verbose_name="event",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "leg",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stops",
                        to="visits.leg",
                        verbose_name="leg",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visited",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                    "deed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reconfirmed", "Reconfirmed"),
                            ("renewed", "Renewed"),
                            ("signed", "Signed"),
                            ("discussed", "Talked about"),
                        ],
                        max_length=12,
                        verbose_name="what happened to the agreement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "Meeting"),
                            ("talks", "Talks"),
                            ("session", "Session"),
                            ("signing", "Signing"),
                            ("meal", "Meal"),
                            ("reception", "Reception"),
                            ("tour", "Tour"),
                            ("other", "Other"),
                        ],
                        default="meeting",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("dropped", "Dropped"),
                            ("not-stated", "Not stated"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "title",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="title"
                    ),
                ),
                (
                    "occasion",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="occasion"
                    ),
                ),
                (
                    "topics",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what it is about"
                    ),
                ),
                (
                    "said",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what was said, in our words"
                    ),
                ),
                (
                    "place",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="place"
                    ),
                ),
                ("online", models.BooleanField(default=False, verbose_name="online")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("until", models.TimeField(blank=True, null=True, verbose_name="until")),
                (
                    "zone",
                    kizuna.visits.models.visit.ZoneField(
                        blank=True,
                        help_text="Where it takes place; empty: that of the stop or the visit.",
                        max_length=40,
                        verbose_name="time zone",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="activities.activity",
                        verbose_name="at which event",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="agreements.agreement",
                        verbose_name="agreement",
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
                        related_name="meetings",
                        to="directory.organisation",
                        verbose_name="with whom",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings",
                        to="visits.stop",
                        verbose_name="stop",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("begins_first", "at", "order", "pk"),
                "indexes": [models.Index(fields=["home", "-begins_first", "-id"], name="meetings_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("deed", ""), ("agreement__isnull", False), _connector="OR"),
                        name="a_deed_of_an_agreement",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegate",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "named",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="known by these words only"
                    ),
                ),
                (
                    "count",
                    kizuna.core.fields.QuantityField(
                        blank=True, default=kizuna.core.values.quantity.Quantity, verbose_name="how many"
                    ),
                ),
                (
                    "post",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="post held then"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "Leader"),
                            ("deputy", "Deputy leader"),
                            ("member", "Member"),
                            ("interpreter", "Interpreter"),
                            ("support", "Support"),
                            ("companion", "Accompanies"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="travels",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participant",
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
                    "named",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="known by these words only"
                    ),
                ),
                (
                    "post",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="post held then"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("home", "Our side"), ("partner", "Their side"), ("third", "Others")],
                        default="home",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("host", "Host"),
                            ("chair", "Chair"),
                            ("speaker", "Speaker"),
                            ("member", "Takes part"),
                            ("interpreter", "Interpreter"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="visits.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meets",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("rank", "Ranks on both sides"),
                            ("interpreting", "Interpreters"),
                            ("gifts", "Gifts"),
                            ("diet", "Diet"),
                            ("flags", "Flags and seating"),
                            ("screening", "Screening"),
                            ("papers", "Papers and briefing"),
                            ("travel", "Travel, rooms and transport"),
                            ("press", "Pictures and news"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="takes care of",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="text"
                    ),
                ),
                ("due", models.DateField(blank=True, null=True, verbose_name="due")),
                ("who", models.CharField(blank=True, max_length=200, verbose_name="who sees to it")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("not-needed", "Not needed")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="TemplateLine",
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
                    "what",
                    models.CharField(
                        choices=[("task", "To prepare"), ("meeting", "Part of the programme")],
                        default="task",
                        max_length=8,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rank", "Ranks on both sides"),
                            ("interpreting", "Interpreters"),
                            ("gifts", "Gifts"),
                            ("diet", "Diet"),
                            ("flags", "Flags and seating"),
                            ("screening", "Screening"),
                            ("papers", "Papers and briefing"),
                            ("travel", "Travel, rooms and transport"),
                            ("press", "Pictures and news"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="takes care of",
                    ),
                ),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="text"
                    ),
                ),
                (
                    "days_before",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(366)],
                        verbose_name="so many days before the visit",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="on which day of the visit",
                    ),
                ),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("until", models.TimeField(blank=True, null=True, verbose_name="until")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="visits.visittemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Request",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("institution", models.CharField(max_length=200, verbose_name="institution")),
                ("country", models.CharField(blank=True, max_length=100, verbose_name="country")),
                ("purpose", models.TextField(max_length=3000, verbose_name="purpose")),
                (
                    "when",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="when"
                    ),
                ),
                (
                    "guests",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="how many guests",
                    ),
                ),
                (
                    "delegation",
                    models.TextField(blank=True, max_length=3000, verbose_name="who comes, with their posts"),
                ),
                ("wishes", models.TextField(blank=True, max_length=3000, verbose_name="whom they wish to meet")),
                ("language", models.CharField(blank=True, editable=False, max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Waiting"),
                            ("delegated", "With a department"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                        ],
                        default="received",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("word", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="reason")),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_requests",
                        to="directory.unit",
                        verbose_name="with which department",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["home", "state", "-at"], name="visit_requests_by_state")],
            },
        ),
        migrations.CreateModel(
            name="NoteLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="for whom")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="visits.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="MeetingNote",
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
                ("author", models.CharField(max_length=200, verbose_name="written by")),
                (
                    "text",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what was talked about"
                    ),
                ),
                (
                    "outcome",
                    kizuna.core.fields.WordsField(
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what came of it"
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written"),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="visits.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to="visits.notelink",
                    ),
                ),
            ],
            options={
                "ordering": ("written_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("link__isnull", False)), fields=("link",), name="one_note_per_link"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitReport",
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
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="summary"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.file",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Commitment",
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
                        blank=True, default=kizuna.core.values.text.Text, verbose_name="what was promised"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("home", "Our side"),
                            ("partner", "The partner’s side"),
                            ("both", "Both sides"),
                            ("not-stated", "Not stated"),
                        ],
                        default="not-stated",
                        max_length=10,
                        verbose_name="promised by",
                    ),
                ),
                (
                    "owner_words",
                    models.CharField(
                        blank=True,
                        help_text="Such as “the dean’s office”.",
                        max_length=200,
                        verbose_name="who, in words",
                    ),
                ),
                (
                    "promised",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="promised on"
                    ),
                ),
                (
                    "due",
                    kizuna.core.fields.FuzzyDateField(
                        blank=True, default=kizuna.core.values.fuzzydate.FuzzyDate, verbose_name="due"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("kept", "Kept"), ("dropped", "Dropped")],
                        default="open",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("settled", models.DateField(blank=True, editable=False, null=True, verbose_name="settled on")),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="why it was dropped"),
                ),
                ("due_last", models.DateField(editable=False, null=True)),
                (
                    "home",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.home"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Somebody who works here; the weekly mail reminds them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who sees to it",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="partners.partnership",
                        verbose_name="partnership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where it is a person on record, on either side.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="directory.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="visits.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="visits.meetingnote",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "ordering": ("due_last", "pk"),
                "indexes": [
                    models.Index(fields=["home", "state", "due_last"], name="commitments_by_due"),
                    models.Index(fields=["home", "partnership"], name="commitments_by_partner"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("settled__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_settled_promise_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_dropped_promise_says_why",
                    ),
                ],
            },
        ),
    ]
